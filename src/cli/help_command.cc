// 'hilo help': of the program, of a command or of a topic; 'hilo help man'.
#include <string>
#include <string_view>
#include <vector>

#include "base/nearest.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/help.h"
#include "cli/manual.h"
#include "cli/messages.h"
#include "cli/page.h"
#include "cli/standard_output.h"
#include "cli/topics.h"

namespace hilo::cli {
namespace {

int unknown_word(const std::string& word) {
  std::vector<std::string_view> known;
  for (const Choice& choice : help_choices()) known.push_back(choice.word);
  const std::string_view meant = nearest(word, known);
  std::string message = "unknown command or topic '" + word + "'";
  if (!meant.empty()) message += "; did you mean " + std::string(meant) + "?";
  return say_usage(message);
}

}  // namespace

int run_help(Arguments& arguments) {
  if (arguments.positionals.empty()) return print(to_text(program_page()), kExitOk);
  const std::string& word = arguments.positionals.front();
  if (word == kManualWord) return print(manual(), kExitOk);
  if (const Command* command = find_command(word)) {
    return print(to_text(command_page(*command)), kExitOk);
  }
  const Topic* topic = find_topic(word);
  return topic == nullptr ? unknown_word(word) : print(to_text(topic_page(*topic)), kExitOk);
}

}  // namespace hilo::cli
