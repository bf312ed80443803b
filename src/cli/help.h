// Help texts, made from the tables of commands and flags.
#ifndef HILO_CLI_HELP_H_
#define HILO_CLI_HELP_H_

#include <string>

#include "cli/commands.h"

namespace hilo::cli {

// What the program is, and its commands.
std::string program_help();

// Usage, description, flags by category, examples.
std::string command_help(const Command& command);

}  // namespace hilo::cli

#endif  // HILO_CLI_HELP_H_
