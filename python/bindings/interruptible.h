// Long work without the GIL, while Python looks after signals and progress.
#ifndef HILO_PYTHON_BINDINGS_INTERRUPTIBLE_H_
#define HILO_PYTHON_BINDINGS_INTERRUPTIBLE_H_

#include <nanobind/nanobind.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

namespace hilo::python {

namespace nb = nanobind;

constexpr auto kPollInterval = std::chrono::milliseconds(20);

// The runs under way in all threads. At the end of the interpreter, threads that still run would be
// ended in the middle of C++.
class Runs {
 public:
  static Runs& all() {
    static Runs runs;
    return runs;
  }

  void add(std::atomic<bool>& stop) {
    const std::lock_guard lock(mutex_);
    stops_.insert(&stop);
    if (is_closed_) stop = true;
  }

  void remove(std::atomic<bool>& stop) {
    const std::lock_guard lock(mutex_);
    stops_.erase(&stop);
    changed_.notify_all();
  }

  // Stops all, and waits until they have ended.
  void close() {
    const nb::gil_scoped_release release;
    std::unique_lock lock(mutex_);
    is_closed_ = true;
    for (std::atomic<bool>* stop : stops_) *stop = true;
    changed_.wait(lock, [&] { return stops_.empty(); });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::atomic<bool>*> stops_;
  bool is_closed_ = false;
};

// In Runs::all() from here to the end of the scope, which has the GIL.
class RegisteredRun {
 public:
  explicit RegisteredRun(std::atomic<bool>& stop) : stop_(stop) { Runs::all().add(stop_); }
  ~RegisteredRun() { Runs::all().remove(stop_); }
  RegisteredRun(const RegisteredRun&) = delete;
  RegisteredRun& operator=(const RegisteredRun&) = delete;

 private:
  std::atomic<bool>& stop_;
};

// Raises what the signals' handlers raise: KeyboardInterrupt. Does nothing off the main thread.
inline void check_signals() {
  if (PyErr_CheckSignals() != 0) nb::raise_python_error();
}

// Runs `work()` on a thread of its own, and `poll()` with the GIL on the calling thread, now and
// then. What `poll` throws sets `stop`, and is given when `work` has ended, or else what signals
// raise then.
template <typename Work, typename Poll>
std::optional<nb::python_error> run_interruptibly(std::atomic<bool>& stop, Work work, Poll poll) {
  const RegisteredRun registered(stop);
  std::mutex mutex;
  std::condition_variable ended;
  bool is_done = false;
  std::exception_ptr failure;
  std::optional<nb::python_error> interrupt;

  const auto run = [&] {
    try {
      work();
    } catch (...) {
      failure = std::current_exception();
    }
    const std::lock_guard lock(mutex);
    is_done = true;
    ended.notify_one();
  };
  {
    const nb::gil_scoped_release release;
    std::jthread thread(run);
    std::unique_lock lock(mutex);
    while (!ended.wait_for(lock, kPollInterval, [&] { return is_done; })) {
      lock.unlock();
      {
        const nb::gil_scoped_acquire acquire;
        try {
          if (!interrupt) poll();
        } catch (nb::python_error& thrown) {
          interrupt.emplace(std::move(thrown));
          stop = true;
        }
      }
      lock.lock();
    }
  }
  if (failure) std::rethrow_exception(failure);
  if (interrupt) return interrupt;
  // A signal since the last poll() would be raised by Python, without what was done.
  try {
    check_signals();
  } catch (nb::python_error& thrown) {
    interrupt.emplace(std::move(thrown));
  }
  return interrupt;
}

}  // namespace hilo::python

#endif  // HILO_PYTHON_BINDINGS_INTERRUPTIBLE_H_
