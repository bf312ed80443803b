// The codes of errors, in words.
#ifndef HILO_CLI_ERROR_MEANINGS_H_
#define HILO_CLI_ERROR_MEANINGS_H_

#include <string_view>

#include "cli/page.h"
#include "hilo/error.h"

namespace hilo::cli {

// A phrase about what has happened.
std::string_view error_meaning(ErrorCode code);

// All codes that there are: those of an input, then those of a run.
Page error_meanings();

}  // namespace hilo::cli

#endif  // HILO_CLI_ERROR_MEANINGS_H_
