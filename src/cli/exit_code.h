// How the program ends.
#ifndef HILO_CLI_EXIT_CODE_H_
#define HILO_CLI_EXIT_CODE_H_

namespace hilo::cli {

inline constexpr int kExitOk = 0;
inline constexpr int kExitSomeFailed = 1;  // a result, but some inputs are not in it
inline constexpr int kExitUsage = 2;       // wrong usage, or nothing to do
inline constexpr int kExitNoResult = 3;    // could not finish, or not write all that was asked for
inline constexpr int kExitClosedPipe = 141;  // as if SIGPIPE had ended the program
inline constexpr int kExitSignalBase = 128;  // plus the signal: 130 interrupted, 143 terminated

}  // namespace hilo::cli

#endif  // HILO_CLI_EXIT_CODE_H_
