// The handler does nothing but what signal-safety(7) allows: atomics, the clock, write, unlink,
// raise.
#include "cli/signals.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <string_view>

#include "base/temporary_files.h"

namespace hilo::cli {
namespace {

std::atomic<bool> stop{false};
std::atomic<int> first_signal{0};
std::atomic<std::int64_t> first_signal_ns{0};
std::atomic<bool> progress_visible{false};

static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free &&
              std::atomic<std::int64_t>::is_always_lock_free);

void write_message(std::string_view text) {
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
}

constexpr std::int64_t kSameSignalNs = 50'000'000;

std::int64_t now_ns() {
  struct timespec now {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

void end_at_once(int signal_number) {
  remove_temporary_files();
  std::signal(signal_number, SIG_DFL);
  ::raise(signal_number);  // delivered when the handler returns
}

void on_stop_signal(int signal_number) {
  const int saved_errno = errno;
  const std::int64_t now = now_ns();
  std::int64_t never = 0;
  first_signal_ns.compare_exchange_strong(never, now);  // before others can ask for it
  int first = 0;
  if (!first_signal.compare_exchange_strong(first, signal_number)) {
    // timeout(1) and some schedulers send the same signal to a process and to its group.
    const bool is_same = signal_number == first && now - first_signal_ns.load() < kSameSignalNs;
    if (!is_same) end_at_once(signal_number);
  } else {
    stop.store(true);
    if (progress_visible.load()) write_message("\r\x1b[K");
    write_message("hilo: ");
    write_message(signal_number == SIGINT    ? "interrupted"
                  : signal_number == SIGTERM ? "terminated"
                                             : "hung up");
    write_message(", finishing what is in hand; once more to end at once\n");
  }
  errno = saved_errno;
}

void catch_signal(int signal_number) {
  struct sigaction inherited {};
  if (sigaction(signal_number, nullptr, &inherited) == 0 && inherited.sa_handler == SIG_IGN) return;
  struct sigaction action {};
  action.sa_handler = on_stop_signal;
  sigemptyset(&action.sa_mask);
  sigaction(signal_number, &action, nullptr);
}

}  // namespace

void ignore_closed_pipes() { std::signal(SIGPIPE, SIG_IGN); }

void catch_stop_signals() {
  catch_signal(SIGINT);
  catch_signal(SIGTERM);
  catch_signal(SIGHUP);  // the terminal or the connection is gone
  hold_signals_of_terminal(false);
}

void hold_signals_of_terminal(bool hold) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &signals, nullptr);
}

const std::atomic<bool>* stop_flag() { return &stop; }

int stop_signal() { return first_signal.load(); }

void set_progress_visible(bool visible) { progress_visible.store(visible); }

}  // namespace hilo::cli
