// A command's part of the command line, by the flags it has.
#ifndef HILO_CLI_PARSE_H_
#define HILO_CLI_PARSE_H_

#include <span>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/flags.h"
#include "hilo/error.h"

namespace hilo::cli {

// Flags and positionals may be mixed, "--" ends the flags. Where a flag is given twice the last
// one counts. What starts with "-" and a digit that is no flag is a positional. Errors: USAGE, a
// message for one line, with the nearest flag there is.
Result<Arguments> parse(const std::vector<std::string>& words, std::span<const Flag* const> flags);

}  // namespace hilo::cli

#endif  // HILO_CLI_PARSE_H_
