// What a command line gives to all commands that reduce files: inputs and expressions.
#ifndef HILO_CLI_GIVEN_H_
#define HILO_CLI_GIVEN_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.h"
#include "hilo/error.h"
#include "hilo/transform.h"

namespace hilo::cli {

// The inputs, those in lists included.
Result<std::vector<std::string>> gather_inputs(const Arguments& arguments);

// The exit code where an expression is none, and what was said about it.
std::optional<int> refuse_expressions(const Transform& transform, std::string_view command);

}  // namespace hilo::cli

#endif  // HILO_CLI_GIVEN_H_
