// Help texts, made from the tables of commands, flags and topics.
#ifndef HILO_CLI_HELP_H_
#define HILO_CLI_HELP_H_

#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "cli/page.h"

namespace hilo::cli {

// What the program is, in a phrase.
inline constexpr std::string_view kProgramSummary =
    "exact summary statistics over very many array files";

// The word after 'hilo help' for the manual page.
inline constexpr std::string_view kManualWord = "man";

// What the program is, its commands and the topics.
Page program_page();

// Usage, description, flags by category, examples.
Page command_page(const Command& command);

// "hilo stats INPUT... [FLAGS]"
std::string command_usage(const Command& command);

// The flags of a command, under the names of their categories.
Page flags_page(const Command& command);

// All words that 'hilo help' takes.
std::vector<Choice> help_choices();

}  // namespace hilo::cli

#endif  // HILO_CLI_HELP_H_
