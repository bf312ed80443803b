#include "report/wrapped_text.h"

#include <algorithm>
#include <iterator>

#include "report/display.h"

namespace hilo::report {
namespace {

// "90 %;" and "1.2 GB/s" are not torn apart.
bool is_unit(std::string_view word) {
  constexpr std::string_view kUnits[] = {"%",  "s",  "ms",  "\u03bcs", "ns",   "B",    "kB",
                                         "MB", "GB", "B/s", "kB/s",    "MB/s", "GB/s", "TB/s"};
  const std::size_t end = word.find_last_not_of(";,.)");
  word = word.substr(0, end == std::string_view::npos ? 0 : end + 1);
  return std::find(std::begin(kUnits), std::end(kUnits), word) != std::end(kUnits);
}

// Up to the next space at which the line may break.
std::string_view first_word(std::string_view text) {
  std::size_t end = std::min(text.find(' '), text.size());
  while (end < text.size()) {
    const std::size_t next = std::min(text.find(' ', end + 1), text.size());
    if (!is_unit(text.substr(end + 1, next - end - 1))) break;
    end = next;
  }
  return text.substr(0, end);
}

}  // namespace

std::string wrap_text(std::string_view text, std::size_t width) {
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::string_view word = first_word(text);
    const std::size_t word_width = display_width(word);
    if (column > 0 && column + 1 + word_width > width) {
      out += "\n    ";
      column = 4;
    } else if (column > 0) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word_width;
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
  return out + "\n";
}

}  // namespace hilo::report
