// Pages in the language of manual pages, man(7): the macros that groff and mandoc share.
#ifndef HILO_CLI_ROFF_H_
#define HILO_CLI_ROFF_H_

#include <string>
#include <string_view>

#include "cli/page.h"

namespace hilo::cli {

// Text that is shown as it is, and can be copied from there: no dash, quote or backslash becomes
// another character. It must not be the first of a line where it begins with a dot.
std::string roff_escape(std::string_view text);

// The blocks of a page, in lines of at most kPageWidth bytes where words allow.
std::string to_roff(const Page& page);

}  // namespace hilo::cli

#endif  // HILO_CLI_ROFF_H_
