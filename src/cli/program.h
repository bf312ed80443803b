// The whole program, from the command line to the exit code.
#ifndef HILO_CLI_PROGRAM_H_
#define HILO_CLI_PROGRAM_H_

#include <string>
#include <vector>

namespace hilo::cli {

// `words` are what follows the program's name.
int run_program(const std::vector<std::string>& words);

}  // namespace hilo::cli

#endif  // HILO_CLI_PROGRAM_H_
