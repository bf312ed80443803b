// Sentences on a terminal.
#ifndef HILO_REPORT_WRAPPED_TEXT_H_
#define HILO_REPORT_WRAPPED_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace hilo::report {

// Lines of at most `width` columns, broken at spaces, but not between a number and its unit; those
// after the first are indented by four. A word that is longer has a line of its own. `text` is one
// line, escaped; the last line ends, too.
std::string wrap_text(std::string_view text, std::size_t width);

}  // namespace hilo::report

#endif  // HILO_REPORT_WRAPPED_TEXT_H_
