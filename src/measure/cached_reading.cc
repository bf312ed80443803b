#include "measure/cached_reading.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "measure/buffer.h"
#include "measure/file_ranges.h"
#include "measure/page_cache.h"
#include "measure/team_rate.h"

namespace hilo {
namespace {

// Reads what is in memory of every so many-th range, again and again.
class CachedReader {
 public:
  CachedReader(const std::vector<FileRange>& ranges, std::size_t first, std::size_t distance,
               std::size_t chunk_bytes)
      : ranges_(ranges),
        next_(first % ranges.size()),
        distance_(distance),
        chunk_bytes_(chunk_bytes),
        buffer_(make_buffer(chunk_bytes)) {}

  TimedBytes read_next() {
    const FileRange& range = ranges_[std::exchange(next_, (next_ + distance_) % ranges_.size())];
    const FileDescriptor file = open_regular(range.path->c_str());
    TimedBytes sum;
    while (file.is_open() && sum.bytes < range.bytes) {
      const std::int64_t offset = range.offset + sum.bytes;
      const auto wanted = std::min(chunk_bytes_, static_cast<std::size_t>(range.bytes - sum.bytes));
      const TimedBytes read = timed([&] { return read_chunk(file.get(), offset, wanted); });
      if (read.bytes < static_cast<std::int64_t>(wanted)) {
        // To find out that something is not there takes longer than to read what is.
        if (knows_what_is_there_) {
          (void)::posix_fadvise(file.get(), range.offset, range.bytes, POSIX_FADV_WILLNEED);
        }
        break;
      }
      sum.bytes += read.bytes;
      sum.elapsed += read.elapsed;
    }
    return sum;
  }

 private:
  std::int64_t read_chunk(int descriptor, std::int64_t offset, std::size_t bytes) {
    const auto count = read_cached(descriptor, {buffer_.get(), bytes}, offset);
    // Reads that do not wait are not known to some file systems, of which many are slow.
    knows_what_is_there_ = count.has_value();
    if (count) return static_cast<std::int64_t>(*count);
    const auto wanted = static_cast<std::int64_t>(bytes);
    if (cached_bytes(descriptor, offset, wanted).value_or(0) < wanted) return 0;
    return std::max<ssize_t>(::pread(descriptor, buffer_.get(), bytes, offset), 0);
  }

  const std::vector<FileRange>& ranges_;
  std::size_t next_;
  const std::size_t distance_;
  const std::size_t chunk_bytes_;
  Buffer buffer_;
  bool knows_what_is_there_ = true;
};

}  // namespace

std::optional<double> measure_cached_reading(const std::vector<std::string>& paths, int workers,
                                             std::size_t chunk_bytes,
                                             std::chrono::nanoseconds time) {
  constexpr std::int64_t kMiB = 1 << 20;
  const auto ranges = sample_ranges(
      paths, {.files = 1024,
              .bytes = 256 * kMiB,
              .bytes_per_file = 64 * kMiB,
              .bytes_per_range = std::max(2 * kMiB, static_cast<std::int64_t>(chunk_bytes)),
              .until = end_of_looking(time)});
  if (ranges.empty()) return std::nullopt;
  return team_rate(workers, time, [&](int worker) -> Step {
    auto reader = std::make_shared<CachedReader>(ranges, static_cast<std::size_t>(worker),
                                                 static_cast<std::size_t>(workers), chunk_bytes);
    return [reader] { return reader->read_next(); };
  });
}

}  // namespace hilo
