#include "measure/cold_reading.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <new>
#include <span>
#include <system_error>
#include <thread>

#include "measure/file_ranges.h"
#include "measure/page_cache.h"
#include "read/read_ahead.h"

namespace hilo {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kThreads[] = {4, 16};
constexpr std::int64_t kRangeBytes = std::int64_t{2} << 20;  // as evict() wants it
// For each number of threads; the larger one where there is time for it, since disks vary.
constexpr std::int64_t kSmallSample = std::int64_t{64} << 20;
constexpr std::int64_t kLargeSample = std::int64_t{256} << 20;
constexpr auto kTimeForLarge = std::chrono::milliseconds(700);
constexpr std::size_t kChunkBytes = std::size_t{1} << 17;

// Ranges that are read by several threads until there are no more, or time is over.
class ColdRead {
 public:
  ColdRead(std::span<const FileRange> ranges, std::size_t chunk_bytes, Clock::time_point end)
      : ranges_(ranges), chunk_bytes_(chunk_bytes), begin_(Clock::now()), end_(end) {}

  // The calling thread is one of them. Fewer where the system has no more.
  void run(int threads) {
    std::vector<std::jthread> others;
    try {
      for (int i = 1; i < threads; ++i) others.emplace_back([this] { read(); });
    } catch (const std::system_error&) {
    }
    read();
  }

  // The best of the rates up to the moments at which a thread found nothing more to do. The first
  // of them lacks what the others have in hand, and until the last they are fewer and fewer.
  std::optional<double> rate() const { return rate_; }

 private:
  // Without memory, the others do it.
  void read() {
    try {
      std::vector<std::byte> buffer(chunk_bytes_);
      read_ranges(buffer);
    } catch (const std::bad_alloc&) {
    }
  }

  void read_ranges(std::span<std::byte> buffer) {
    while (Clock::now() < end_) {
      const std::size_t index = next_.fetch_add(1);
      if (index >= ranges_.size()) break;
      read_range(ranges_[index], buffer);
    }
    const std::lock_guard lock(mutex_);
    const double elapsed_s = std::chrono::duration<double>(Clock::now() - begin_).count();
    const auto bytes = static_cast<double>(bytes_.load());
    if (bytes > 0 && elapsed_s > 0) rate_ = std::max(rate_.value_or(0), bytes / elapsed_s);
  }

  void read_range(const FileRange& range, std::span<std::byte> buffer) {
    const FileDescriptor file = open_regular(range.path->c_str());
    if (!file.is_open()) return;
    ask_ahead(file.get(), range.offset, range.bytes);
    for (std::int64_t done = 0; done < range.bytes && Clock::now() < end_;) {
      const auto wanted = std::min(buffer.size(), static_cast<std::size_t>(range.bytes - done));
      const ssize_t count = ::pread(file.get(), buffer.data(), wanted, range.offset + done);
      if (count <= 0) return;
      done += count;
      bytes_ += count;
    }
  }

  const std::span<const FileRange> ranges_;
  const std::size_t chunk_bytes_;
  const Clock::time_point begin_;
  const Clock::time_point end_;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::int64_t> bytes_{0};
  std::mutex mutex_;
  std::optional<double> rate_;
};

// Those that are out of memory now.
std::vector<FileRange> evicted(std::span<const FileRange> ranges) {
  std::vector<FileRange> out;
  for (const FileRange& range : ranges) {
    const FileDescriptor file = open_regular(range.path->c_str());
    if (file.is_open() && evict(file.get(), range.offset, range.bytes)) out.push_back(range);
  }
  return out;
}

}  // namespace

std::optional<double> measure_cold_reading(const std::vector<std::string>& paths,
                                           std::size_t chunk_bytes, Clock::time_point end) {
  const auto sample = end - Clock::now() < kTimeForLarge ? kSmallSample : kLargeSample;
  const auto ranges = sample_ranges(paths, {.files = 4096,
                                            .bytes = 2 * sample,
                                            .bytes_per_file = 2 * sample,
                                            .bytes_per_range = kRangeBytes});
  const std::size_t half = (ranges.size() + 1) / 2;
  const std::span<const FileRange> all(ranges);
  const std::span<const FileRange> samples[] = {all.first(half), all.subspan(half)};
  std::optional<double> best;
  for (std::size_t i = 0; i < 2; ++i) {
    const auto now = Clock::now();
    if (now >= end) break;
    const auto cold = evicted(samples[i]);
    ColdRead read(cold, std::min(chunk_bytes, kChunkBytes), i == 0 ? now + (end - now) / 2 : end);
    read.run(kThreads[i]);
    const auto reached = read.rate();
    if (reached && (!best || *reached > *best)) best = reached;
  }
  return best;
}

}  // namespace hilo
