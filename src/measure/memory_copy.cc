#include "measure/memory_copy.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <deque>
#include <mutex>

#include "measure/buffer.h"
#include "measure/team_rate.h"

namespace hilo {
namespace {

// Blocks to copy from and to, which wait in a row: whoever takes one finds that as much memory as
// all of them has been used since it was in anybody's cache.
class CopyBlocks {
 public:
  explicit CopyBlocks(std::size_t workers)
      : count_(std::max(kBlocks, workers + 1)),
        from_(make_buffer(count_ * kBytes)),
        to_(make_buffer(count_ * kBytes)) {
    for (std::size_t i = 0; i < count_; ++i) waiting_.push_back(i);
  }

  TimedBytes copy_next() {
    const std::size_t block = take();
    const TimedBytes done = timed([&] {
      std::memcpy(to_.get() + block * kBytes, from_.get() + block * kBytes, kBytes);
      return static_cast<std::int64_t>(kBytes);
    });
    const std::lock_guard lock(mutex_);
    waiting_.push_back(block);
    return done;
  }

 private:
  static constexpr std::size_t kBytes = std::size_t{1} << 18;
  static constexpr std::size_t kBlocks = 64;

  std::size_t take() {
    const std::lock_guard lock(mutex_);
    const std::size_t block = waiting_.front();
    waiting_.pop_front();
    return block;
  }

  const std::size_t count_;
  Buffer from_;
  Buffer to_;
  std::mutex mutex_;
  std::deque<std::size_t> waiting_;
};

}  // namespace

std::optional<double> measure_memory_copy(int workers, std::chrono::nanoseconds time) {
  CopyBlocks blocks(static_cast<std::size_t>(workers));
  return team_rate(workers, time, [&](int) { return [&blocks] { return blocks.copy_next(); }; });
}

}  // namespace hilo
