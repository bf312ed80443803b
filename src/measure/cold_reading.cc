#include "measure/cold_reading.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
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
// Of the time, for what is asked for last.
constexpr double kForTheLast = 0.67;
constexpr std::size_t kChunkBytes = std::size_t{1} << 17;

// Ranges that are put out of memory, unless they are cold, and read by several threads until there
// are no more, or time is over.
class ColdRead {
 public:
  // Of each range no more than `most_bytes`.
  ColdRead(std::span<const FileRange> ranges, bool are_cold, std::size_t chunk_bytes,
           std::int64_t most_bytes, Clock::time_point end)
      : ranges_(ranges),
        are_cold_(are_cold),
        chunk_bytes_(chunk_bytes),
        most_bytes_(most_bytes),
        begin_(Clock::now()),
        end_(end) {}

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
    const auto first = std::find_if(reads_.begin(), reads_.end(),
                                    [&](const Mark& read) { return read.elapsed_s >= begin_s; });
    return first == reads_.end() ? Mark() : *first;
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
    // To look whether small files are out of memory may take longer than to read them.
    if (!file.is_open()) return;
    if (!are_cold_ && !evict(file.get(), range.offset, range.bytes)) return;
    const std::int64_t bytes = std::min(range.bytes, most_bytes_);
    ask_ahead(file.get(), range.offset, bytes);
    for (std::int64_t done = 0; done < bytes && Clock::now() < end_;) {
      const auto wanted = std::min(buffer.size(), static_cast<std::size_t>(bytes - done));
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
  const bool are_cold_;
  const std::size_t chunk_bytes_;
  const std::int64_t most_bytes_;
  const Clock::time_point begin_;
  const Clock::time_point end_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::int64_t bytes_ = 0;
  std::vector<Mark> reads_;
  std::vector<Mark> ends_;  // of threads
};

double seconds_of(Clock::duration time) { return std::chrono::duration<double>(time).count(); }

Clock::duration duration_of(double seconds) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

// Of each of two samples.
std::int64_t sample_bytes(Clock::duration time) {
  if (time < kTimeForLarge) return kSmallSample;
  return time < kTimeForHuge ? kLargeSample : kHugeSample;
}

// What so many threads reach until then; nothing where it is too soon. At the expected rate the
// reads that are under way at the end are done by then.
std::optional<double> rate_of(std::span<const FileRange> sample, int threads,
                              std::size_t chunk_bytes, const ColdWish& wish,
                              Clock::time_point end) {
  std::int64_t most_bytes = kRangeBytes;
  if (wish.expected_rate > 0) {
    const double left_s = seconds_of(end - Clock::now());
    const auto chunk = static_cast<double>(chunk_bytes);
    const double chunks = kForTheLast * left_s * wish.expected_rate / (threads * chunk);
    if (chunks < 1) return std::nullopt;
    most_bytes = static_cast<std::int64_t>(
        std::min(std::floor(chunks) * chunk, static_cast<double>(kRangeBytes)));
    end -= duration_of(threads * static_cast<double>(most_bytes) / wish.expected_rate);
  }
  ColdRead read(sample, wish.are_cold, chunk_bytes, most_bytes, end);
  read.run(threads);
  return read.rate();
}

}  // namespace

std::optional<double> measure_cold_reading(const std::vector<std::string>& paths, int workers,
                                           std::size_t chunk_bytes, const ColdWish& wish,
                                           Clock::time_point end) {
  const auto now = Clock::now();
  if (now >= end) return std::nullopt;
  const int threads =
      std::min(2 * std::min(workers, kMostColdThreads) + kMoreThreads, kMostColdThreads);
  const std::int64_t sample = sample_bytes(end - now);
  const bool is_short = end - now < kLeastTimeForTwo;
  const auto ranges = sample_ranges(paths, {.files = kMostFiles,
                                            .bytes = 2 * sample,
                                            .bytes_per_file = 2 * sample,
                                            .bytes_per_range = kRangeBytes,
                                            .until = now + (end - now) / 4});
  const std::size_t half = (ranges.size() + 1) / 2;
  const std::span<const FileRange> all(ranges);
  const std::size_t chunk = std::min(chunk_bytes, kChunkBytes);
  if (is_short) return rate_of(all, threads, chunk, wish, end);
  const auto few = rate_of(all.first(half), threads, chunk, wish, now + (end - now) / 2);
  const int more = std::min(kTimesMore * threads, kMostColdThreads);
  if (!few || *few <= 0 || more == threads) return few;
  ColdWish again = wish;
  again.expected_rate = *few;
  const auto many = rate_of(all.subspan(half), more, chunk, again, end);
  return many ? std::max(*few, *many) : few;
}

}  // namespace hilo
