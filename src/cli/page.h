// A text for people, in blocks that a terminal and a manual page can both show.
#ifndef HILO_CLI_PAGE_H_
#define HILO_CLI_PAGE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hilo::cli {

// Columns that a help text takes.
inline constexpr std::size_t kPageWidth = 80;

struct Block {
  enum class Kind : std::uint8_t {
    heading,    // a word or two about what follows
    paragraph,  // sentences, broken into lines wherever they are shown
    lines,      // what is typed or printed, line for line, each with its line feed
    entry,      // a term, and beside it what it means
    flag,       // a flag as it is typed ("-j, --jobs N"), and below it its help
  };
  Kind kind = Kind::paragraph;
  std::string text = {};
  std::string term = {};  // of an entry or a flag
};

using Page = std::vector<Block>;

// Reads a text as it stands in the source:
//
//   # A heading
//
//   A paragraph, whose lines are joined. An empty line ends a block.
//
//     two spaces begin lines that stay as they are
//
//   term :: what it means; the lines after it, up to
//   the next term or an empty line, belong to it
//
// ASCII. What is shown has other line breaks, so that none need be right here.
Page parse_page(std::string_view text);

// The blocks of `more` behind those of `page`.
void append(Page& page, Page more);

// Lines of at most kPageWidth columns, as far as the blocks of Kind::lines and the words allow.
std::string to_text(const Page& page);

}  // namespace hilo::cli

#endif  // HILO_CLI_PAGE_H_
