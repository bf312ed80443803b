// The commands of the program.
#ifndef HILO_CLI_COMMANDS_H_
#define HILO_CLI_COMMANDS_H_

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "cli/arguments.h"
#include "cli/flags.h"

namespace hilo::cli {

// A word that a positional may be.
struct Choice {
  std::string_view word = {};
  std::string_view summary = {};  // a phrase
};

struct Command {
  std::string_view name = {};
  std::string_view positional = {};            // "INPUT...": as the help writes it; see taken_by()
  std::vector<Choice> (*choices)() = nullptr;  // all that it may be, where these are words
  std::size_t min_positionals = 0;
  std::size_t max_positionals = 0;
  std::string_view summary = {};      // a phrase
  std::string_view description = {};  // for parse_page()
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
int run_help(Arguments& arguments);
int run_completion(Arguments& arguments);

}  // namespace hilo::cli

#endif  // HILO_CLI_COMMANDS_H_
