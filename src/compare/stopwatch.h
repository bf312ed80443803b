// What a notebook's %%time measures: wall time, and CPU time in user mode and in the system, of
// this process and those it has started.
#ifndef HILO_COMPARE_STOPWATCH_H_
#define HILO_COMPARE_STOPWATCH_H_

#include <chrono>
#include <cstdint>

#include "compare/comparison.h"

namespace hilo {

// Of which other processes CPU time counts.
enum class Children {
  ended,    // those that have ended and were waited for; to the microsecond
  running,  // also those that run, and theirs; to a hundredth of a second each
};

class Stopwatch {
 public:
  explicit Stopwatch(Children children = Children::ended);

  // Since it was made.
  RunTimes elapsed() const;

 private:
  struct CpuTimes {
    std::int64_t user_us = 0;
    std::int64_t system_us = 0;
  };

  CpuTimes cpu_times() const;

  Children children_;
  CpuTimes cpu_begin_;
  std::chrono::steady_clock::time_point begin_;  // last, so that it starts when all else is done
};

}  // namespace hilo

#endif  // HILO_COMPARE_STOPWATCH_H_
