// What several threads reach when all of them do the same at once.
#ifndef HILO_MEASURE_TEAM_RATE_H_
#define HILO_MEASURE_TEAM_RATE_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

namespace hilo {

// A step of work: bytes, and how long they took. What a step does beside that does not count.
struct TimedBytes {
  std::int64_t bytes = 0;
  std::chrono::nanoseconds elapsed{0};
};

// Calls `work`, which gives bytes, and takes its time.
template <typename Work>
TimedBytes timed(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  const std::int64_t bytes = work();
  return {bytes, std::chrono::steady_clock::now() - start};
}

// Of one thread; called again and again.
using Step = std::function<TimedBytes()>;

// Bytes per second of `workers` threads together, over `time`, which is cut into slices: the best
// slice, of those after the first. A moment in which another program has the CPUs does not count
// then. Nothing where some thread has counted no bytes, or cannot be started. Steps are made before
// any thread starts.
std::optional<double> team_rate(int workers, std::chrono::nanoseconds time,
                                const std::function<Step(int worker)>& make_step);

}  // namespace hilo

#endif  // HILO_MEASURE_TEAM_RATE_H_
