// What the program says on standard error: one line each, without control bytes.
#ifndef HILO_CLI_MESSAGES_H_
#define HILO_CLI_MESSAGES_H_

#include <string_view>
#include <vector>

#include "cli/arguments.h"
#include "hilo/error.h"

namespace hilo::cli {

// "hilo: LINE"
void say(std::string_view line);

// Lines on standard error that are fit for a terminal, as they are.
void say_lines(std::string_view lines);

// "hilo: PATH: CODE: expected X, found Y" for each.
void say_errors(const std::vector<Error>& errors);

// One line that ends with where to read more; `command` is empty for the program as such. Gives
// the exit code of wrong usage.
int say_usage(std::string_view message, std::string_view command = {});

// Whether to use colour on `descriptor`. Where it is "auto": on a terminal that knows colour,
// unless NO_COLOR is set to something.
bool use_color(When when, int descriptor);

// Whether to show progress on standard error.
bool show_progress(const Arguments& arguments);

}  // namespace hilo::cli

#endif  // HILO_CLI_MESSAGES_H_
