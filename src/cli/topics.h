// What is worth knowing beyond a single command: 'hilo help TOPIC', and sections of the manual.
#ifndef HILO_CLI_TOPICS_H_
#define HILO_CLI_TOPICS_H_

#include <span>
#include <string_view>

#include "cli/page.h"

namespace hilo::cli {

struct Topic {
  std::string_view name = {};     // no command's
  std::string_view summary = {};  // a phrase
  std::string_view text = {};     // for parse_page(); at most two screens
  Page (*made)() = nullptr;       // what is made of another table, to follow the text
  std::string_view section = {};  // of the manual; the name in capitals where it is empty
};

std::span<const Topic> all_topics();

// nullptr where there is none of that name.
const Topic* find_topic(std::string_view name);

Page topic_text(const Topic& topic);

// The same, below a line that says what it is about.
Page topic_page(const Topic& topic);

}  // namespace hilo::cli

#endif  // HILO_CLI_TOPICS_H_
