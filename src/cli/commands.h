// The commands of the program.
#ifndef HILO_CLI_COMMANDS_H_
#define HILO_CLI_COMMANDS_H_

#include <cstddef>
#include <span>
#include <string_view>

#include "cli/arguments.h"
#include "cli/flags.h"

namespace hilo::cli {

struct Command {
  std::string_view name = {};
  std::string_view positional = {};  // "INPUT...": as the help writes it
  std::size_t min_positionals = 0;
  std::size_t max_positionals = 0;
  std::string_view summary = {};      // a phrase
  std::string_view description = {};  // paragraphs
  std::string_view examples = {};     // lines, as they are typed
  std::span<const Flag* const> (*flags)() = nullptr;
  int (*run)(Arguments& arguments) = nullptr;  // gives the exit code
};

std::span<const Command> all_commands();

// nullptr where there is none of that name.
const Command* find_command(std::string_view name);

int run_stats(Arguments& arguments);
int run_merge(Arguments& arguments);
int run_info(Arguments& arguments);
int run_generate(Arguments& arguments);
int run_bench(Arguments& arguments);

}  // namespace hilo::cli

#endif  // HILO_CLI_COMMANDS_H_
