// Ctrl-C, SIGTERM and SIGHUP end a run early, but not without its result.
#ifndef HILO_CLI_SIGNALS_H_
#define HILO_CLI_SIGNALS_H_

#include <atomic>

namespace hilo::cli {

// A write to a closed pipe becomes an error of that write.
void ignore_closed_pipes();

// The first SIGINT, SIGTERM or SIGHUP sets stop_flag() and says so; a second one removes the
// temporary files and ends the program at once. A signal that the caller had ignored (nohup, a job
// in the background) stays ignored.
// Those that were held are let go.
void catch_stop_signals();

// SIGINT and SIGHUP wait until they are let go, also in the program that this process becomes.
// SIGTERM ends that.
void hold_signals_of_terminal(bool hold);

const std::atomic<bool>* stop_flag();

// SIGINT, SIGTERM or SIGHUP, or 0 while there was none.
int stop_signal();

// Tells that a line of progress is on the terminal, which the message of the first signal replaces.
void set_progress_visible(bool visible);

}  // namespace hilo::cli

#endif  // HILO_CLI_SIGNALS_H_
