#include "profile/timeline.h"

#include <algorithm>

namespace hilo {

void Timeline::add(std::size_t lap, std::int64_t begin_ns, std::int64_t end_ns) {
  begin_ns = std::max(begin_ns, epoch_ns_);
  while (begin_ns < end_ns) {
    const std::size_t interval = interval_at(begin_ns);
    const std::int64_t next_ns =
        epoch_ns_ + (static_cast<std::int64_t>(interval) + 1) * interval_ns();
    const std::int64_t until_ns = std::min(end_ns, next_ns);
    intervals_[interval][lap] += until_ns - begin_ns;
    begin_ns = until_ns;
  }
}

void Timeline::spread(const LapNs& spent_ns, std::int64_t begin_ns, std::int64_t end_ns) {
  for (std::size_t lap = 0; lap < kLaps; ++lap) {
    if (spent_ns[lap] <= 0) continue;
    // One after the other would show an order that is not known: each has its share of the whole.
    const double share = static_cast<double>(spent_ns[lap]) /
                         static_cast<double>(std::max<std::int64_t>(end_ns - begin_ns, 1));
    for (std::int64_t at_ns = std::max(begin_ns, epoch_ns_); at_ns < end_ns;) {
      const std::size_t interval = interval_at(at_ns);
      const std::int64_t next_ns =
          epoch_ns_ + (static_cast<std::int64_t>(interval) + 1) * interval_ns();
      const std::int64_t until_ns = std::min(end_ns, next_ns);
      intervals_[interval][lap] +=
          static_cast<std::int64_t>(share * static_cast<double>(until_ns - at_ns));
      at_ns = until_ns;
    }
  }
}

std::size_t Timeline::interval_at(std::int64_t at_ns) {
  while ((at_ns - epoch_ns_) >> shift_ >= static_cast<std::int64_t>(kIntervals)) double_intervals();
  const auto interval = static_cast<std::size_t>((at_ns - epoch_ns_) >> shift_);
  if (interval >= intervals_.size()) intervals_.resize(interval + 1, LapNs{});
  return interval;
}

void Timeline::double_intervals() {
  ++shift_;
  const std::size_t halved = (intervals_.size() + 1) / 2;
  for (std::size_t i = 0; i < halved; ++i) {
    LapNs sum = intervals_[2 * i];
    if (2 * i + 1 < intervals_.size()) {
      for (std::size_t lap = 0; lap < kLaps; ++lap) sum[lap] += intervals_[2 * i + 1][lap];
    }
    intervals_[i] = sum;
  }
  intervals_.resize(halved);
}

void Timeline::widen_to(std::int64_t interval_ns) {
  while (this->interval_ns() < interval_ns) double_intervals();
}

}  // namespace hilo
