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

// More than twice as many threads as workers, and four even for one.
constexpr int kMoreThreads = 2;
constexpr int kMostThreads = 64;
constexpr int kTimesMore = 4;
constexpr auto kLeastTimeForTwo = std::chrono::milliseconds(100);
// The first quarter of the time is left out where there are so many reads.
constexpr std::size_t kManyReads = 64;
constexpr std::int64_t kRangeBytes = std::int64_t{2} << 20;  // as evict() wants it
// For each number of threads; the larger ones where there is time for them, since disks vary, and
// those behind a network may take a second until they give what they can.
constexpr std::int64_t kSmallSample = std::int64_t{64} << 20;
constexpr std::int64_t kLargeSample = std::int64_t{256} << 20;
constexpr std::int64_t kHugeSample = std::int64_t{4} << 30;
constexpr auto kTimeForLarge = std::chrono::milliseconds(700);
constexpr auto kTimeForHuge = std::chrono::seconds(3);
constexpr std::size_t kMostFiles = 16'384;
constexpr std::size_t kChunkBytes = std::size_t{1} << 17;

// Ranges that are put out of memory and read by several threads until there are no more, or time is
// over.
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
  std::optional<double> rate() const {
    const Mark from = beginning();
    std::optional<double> best;
    for (const Mark& end : ends_) {
      if (end.bytes <= from.bytes || end.elapsed_s <= from.elapsed_s) continue;
      const double rate =
          static_cast<double>(end.bytes - from.bytes) / (end.elapsed_s - from.elapsed_s);
      best = std::max(best.value_or(0), rate);
    }
    return best;
  }

 private:
  // So much had been read then.
  struct Mark {
    double elapsed_s = 0;
    std::int64_t bytes = 0;
  };

  Mark beginning() const {
    if (reads_.size() < kManyReads || ends_.empty()) return {};
    const double begin_s = ends_.front().elapsed_s / 4;
    return *std::find_if(reads_.begin(), reads_.end(),
                         [&](const Mark& read) { return read.elapsed_s >= begin_s; });
  }

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
    note(0, ends_);
  }

  void read_range(const FileRange& range, std::span<std::byte> buffer) {
    const FileDescriptor file = open_regular(range.path->c_str());
    if (!file.is_open() || !evict(file.get(), range.offset, range.bytes)) return;
    ask_ahead(file.get(), range.offset, range.bytes);
    for (std::int64_t done = 0; done < range.bytes && Clock::now() < end_;) {
      const auto wanted = std::min(buffer.size(), static_cast<std::size_t>(range.bytes - done));
      const ssize_t count = ::pread(file.get(), buffer.data(), wanted, range.offset + done);
      if (count <= 0) return;
      done += count;
      note(count, reads_);
    }
  }

  void note(std::int64_t more_bytes, std::vector<Mark>& marks) {
    const std::lock_guard lock(mutex_);
    bytes_ += more_bytes;
    marks.push_back({std::chrono::duration<double>(Clock::now() - begin_).count(), bytes_});
  }

  const std::span<const FileRange> ranges_;
  const std::size_t chunk_bytes_;
  const Clock::time_point begin_;
  const Clock::time_point end_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::int64_t bytes_ = 0;
  std::vector<Mark> reads_;
  std::vector<Mark> ends_;  // of threads
};

std::int64_t sample_bytes(Clock::duration time) {
  if (time < kTimeForLarge) return kSmallSample;
  return time < kTimeForHuge ? kLargeSample : kHugeSample;
}

// What so many threads reach until then.
std::optional<double> rate_of(std::span<const FileRange> sample, int threads,
                              std::size_t chunk_bytes, Clock::time_point end) {
  ColdRead read(sample, chunk_bytes, end);
  read.run(threads);
  return read.rate();
}

}  // namespace

std::optional<double> measure_cold_reading(const std::vector<std::string>& paths, int workers,
                                           std::size_t chunk_bytes, Clock::time_point end) {
  const auto now = Clock::now();
  if (now >= end) return std::nullopt;
  const std::int64_t sample = sample_bytes(end - now);
  const auto ranges = sample_ranges(paths, {.files = kMostFiles,
                                            .bytes = 2 * sample,
                                            .bytes_per_file = 2 * sample,
                                            .bytes_per_range = kRangeBytes});
  const std::size_t half = (ranges.size() + 1) / 2;
  const std::span<const FileRange> all(ranges);
  const std::size_t chunk = std::min(chunk_bytes, kChunkBytes);
  const int threads = std::min(2 * workers + kMoreThreads, kMostThreads);
  if (end - now < kLeastTimeForTwo) return rate_of(all, threads, chunk, end);
  const auto few = rate_of(all.first(half), threads, chunk, now + (end - now) / 2);
  const int more = std::min(kTimesMore * threads, kMostThreads);
  if (!few || *few <= 0 || more == threads) return few;
  // Served one after the other, each thread's first read takes so long.
  const double first_s = more * static_cast<double>(chunk) / *few;
  if (Clock::now() + std::chrono::duration<double>(first_s) > end) return few;
  const auto many = rate_of(all.subspan(half), more, chunk, end);
  return many ? std::max(*few, *many) : few;
}

}  // namespace hilo
