// What a worker did when, in equal intervals.
#ifndef HILO_PROFILE_TIMELINE_H_
#define HILO_PROFILE_TIMELINE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "profile/laps.h"

namespace hilo {

// The intervals are a power of two of nanoseconds, from about 1 ms on. Where a run outgrows them
// they are doubled, so that memory does not grow with its length.
class Timeline {
 public:
  static constexpr std::size_t kIntervals = 256;

  // Takes all its memory now, so that nothing fails later.
  explicit Timeline(std::int64_t epoch_ns) : epoch_ns_(epoch_ns) { intervals_.reserve(kIntervals); }

  // The time from `begin_ns` to `end_ns` was this lap's.
  void add(std::size_t lap, std::int64_t begin_ns, std::int64_t end_ns);

  // Somewhere between the two, these times were spent.
  void spread(const LapNs& spent_ns, std::int64_t begin_ns, std::int64_t end_ns);

  std::int64_t interval_ns() const { return std::int64_t{1} << shift_; }
  const std::vector<LapNs>& intervals() const { return intervals_; }  // up to the last in use

  // Makes the intervals at least so long.
  void widen_to(std::int64_t interval_ns);

 private:
  std::size_t interval_at(std::int64_t at_ns);
  void double_intervals();

  std::int64_t epoch_ns_;
  int shift_ = 20;
  std::vector<LapNs> intervals_;
};

}  // namespace hilo

#endif  // HILO_PROFILE_TIMELINE_H_
