// Scripts that complete command lines in a shell, made from the tables of commands, flags and
// topics: commands, flags with what they are for, the values of flags that have choices, files and
// directories where a value or a positional is one.
#ifndef HILO_CLI_COMPLETION_H_
#define HILO_CLI_COMPLETION_H_

#include <string>
#include <vector>

#include "cli/commands.h"

namespace hilo::cli {

// The shells that there are scripts for.
std::vector<Choice> completion_shells();

// Needs nothing but bash 4.
std::string bash_completion();

// For the completion system that compinit starts; sourced, or as the file _hilo of a folder in
// $fpath.
std::string zsh_completion();

std::string fish_completion();

}  // namespace hilo::cli

#endif  // HILO_CLI_COMPLETION_H_
