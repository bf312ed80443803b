// Names made fit for a terminal.
#ifndef HILO_REPORT_DISPLAY_H_
#define HILO_REPORT_DISPLAY_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace hilo::report {

// Every byte that a terminal could obey becomes \xHH: control characters (ASCII and C1), line and
// paragraph separators, marks that reorder text, and bytes that are not UTF-8. The rest is as it
// was.
std::string escape_controls(std::string_view bytes);

// Columns that escaped text takes on a terminal: wide East Asian characters and emoji two,
// combining marks none. Good enough to align with; terminals differ on the rest.
std::size_t display_width(std::string_view text);

// `text` in at most `width` columns (at least 3), its middle replaced by "..." where it is longer.
std::string shorten_middle(std::string_view text, std::size_t width);

// " \u03bcs" becomes " us", as IPython has it, for a terminal that does not know UTF-8.
void spell_without_mu(std::string& text);

}  // namespace hilo::report

#endif  // HILO_REPORT_DISPLAY_H_
