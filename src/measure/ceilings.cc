#include "measure/ceilings.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <span>
#include <utility>

#include "base/cpus.h"
#include "base/float_environment.h"
#include "decode/npy_header.h"
#include "hilo/exact_state.h"
#include "kernel/accumulator.h"
#include "measure/cold_reading.h"
#include "measure/file_ranges.h"
#include "measure/page_cache.h"
#include "measure/team_rate.h"

namespace hilo {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kMoment = std::chrono::milliseconds(20);
constexpr std::size_t kMostBufferBytes = std::size_t{4} << 20;

struct FreeBuffer {
  void operator()(std::byte* buffer) const { std::free(buffer); }
};
using Buffer = std::unique_ptr<std::byte[], FreeBuffer>;

Buffer make_buffer(std::size_t bytes) {
  Buffer buffer(static_cast<std::byte*>(std::aligned_alloc(4096, bytes)));
  if (!buffer) throw std::bad_alloc();
  std::memset(buffer.get(), 1, bytes);
  return buffer;
}

// Blocks to copy from and to, which wait in a row: whoever takes one finds that as much memory as
// all of them has been used since it was in anybody's cache.
class CopyBlocks {
 public:
  explicit CopyBlocks(std::size_t workers)
      : count_(std::max(kBlocks, 2 * workers)),
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

std::optional<double> measure_copy(int workers, std::chrono::nanoseconds time) {
  CopyBlocks blocks(static_cast<std::size_t>(workers));
  return team_rate(workers, time, [&](int) { return [&blocks] { return blocks.copy_next(); }; });
}

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
    for (std::int64_t done = 0; file.is_open() && done < range.bytes;) {
      const auto wanted = std::min(chunk_bytes_, static_cast<std::size_t>(range.bytes - done));
      const TimedBytes read =
          timed([&] { return read_chunk(file.get(), range, range.offset + done, wanted); });
      if (read.bytes == 0) break;
      done += read.bytes;
      sum.bytes += read.bytes;
      sum.elapsed += read.elapsed;
    }
    return sum;
  }

 private:
  // 0 where they are not in memory; they are asked for then.
  std::int64_t read_chunk(int descriptor, const FileRange& range, std::int64_t offset,
                          std::size_t bytes) {
    auto count = read_cached(descriptor, {buffer_.get(), bytes}, offset);
    if (!count) count = read_where_cached(descriptor, offset, bytes);
    if (count == 0U) {
      (void)::posix_fadvise(descriptor, range.offset, range.bytes, POSIX_FADV_WILLNEED);
    }
    return static_cast<std::int64_t>(*count);
  }

  // On file systems that do not know reads that do not wait.
  std::size_t read_where_cached(int descriptor, std::int64_t offset, std::size_t bytes) {
    const auto wanted = static_cast<std::int64_t>(bytes);
    if (cached_bytes(descriptor, offset, wanted).value_or(0) < wanted) return 0;
    const ssize_t count = ::pread(descriptor, buffer_.get(), bytes, offset);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
  }

  const std::vector<FileRange>& ranges_;
  std::size_t next_;
  const std::size_t distance_;
  const std::size_t chunk_bytes_;
  Buffer buffer_;
};

std::optional<double> measure_page_cache(const std::vector<std::string>& paths, int workers,
                                         std::size_t chunk_bytes, std::chrono::nanoseconds time) {
  constexpr std::int64_t kMiB = 1 << 20;
  const auto ranges = sample_ranges(
      paths, {.files = 1024,
              .bytes = 256 * kMiB,
              .bytes_per_file = 64 * kMiB,
              .bytes_per_range = std::max(2 * kMiB, static_cast<std::int64_t>(chunk_bytes))});
  if (ranges.empty()) return std::nullopt;
  return team_rate(workers, time, [&](int worker) -> Step {
    auto reader = std::make_shared<CachedReader>(ranges, static_cast<std::size_t>(worker),
                                                 static_cast<std::size_t>(workers), chunk_bytes);
    return [reader] { return reader->read_next(); };
  });
}

// A chunk of values for the kernel.
struct Values {
  Dtype dtype;
  Buffer buffer;
  const std::byte* data = nullptr;
  std::size_t count = 0;
  std::int64_t array_size = 0;  // of the array that they are the beginning of
};

std::optional<Values> values_of(const std::string& path, std::size_t chunk_bytes) {
  const FileDescriptor file = open_regular(path.c_str());
  struct stat status;
  if (!file.is_open() || ::fstat(file.get(), &status) != 0) return std::nullopt;
  Buffer buffer = make_buffer(chunk_bytes);
  const std::size_t got = read_cached(file.get(), {buffer.get(), chunk_bytes}, 0).value_or(0);
  const auto bytes = static_cast<std::uint64_t>(status.st_size);
  if (got < std::min<std::uint64_t>(chunk_bytes, bytes)) return std::nullopt;
  const auto info = parse_npy_header({buffer.get(), got}, bytes);
  if (!info || info->size == 0) return std::nullopt;
  const std::byte* const data = buffer.get() + info->data_offset;
  const auto room = got - static_cast<std::size_t>(info->data_offset);
  return Values{info->dtype, std::move(buffer), data, room / item_bytes(info->dtype.kind),
                info->size};
}

// Doubles of about the magnitudes that N(0, 1) has.
Values made_up_values(std::size_t chunk_bytes) {
  Values values{{}, make_buffer(chunk_bytes), nullptr, chunk_bytes / sizeof(double), 100'000};
  values.dtype.kind = Kind::float64;
  values.data = values.buffer.get();
  for (std::size_t i = 0; i < values.count; ++i) {
    const double value = 3 * std::sin(static_cast<double>(i) * 0.7368062997280773);
    std::memcpy(values.buffer.get() + i * sizeof(double), &value, sizeof(double));
  }
  return values;
}

Values find_values(const std::vector<std::string>& paths, std::size_t chunk_bytes) {
  constexpr std::size_t kTries = 16;
  const std::size_t tries = std::min(paths.size(), kTries);
  for (std::size_t i = 0; i < tries; ++i) {
    auto values = values_of(paths[i * paths.size() / tries], chunk_bytes);
    if (values) return *std::move(values);
  }
  return made_up_values(chunk_bytes);
}

// Adds the values again and again, a state for every so many as an array has.
class KernelLoop {
 public:
  explicit KernelLoop(const Values& values) : values_(values) {}

  TimedBytes add() {
    const FloatEnvironment environment;
    return timed([&] {
      std::int64_t bytes = 0;
      while (bytes < kStepBytes) bytes += add_once();
      return bytes;
    });
  }

 private:
  static constexpr std::int64_t kStepBytes = 1 << 18;

  std::int64_t add_once() {
    accumulator_.add(values_.dtype, values_.data, values_.count, state_);
    if (state_.size >= values_.array_size) {
      accumulator_.flush(state_);
      state_ = {};
    }
    return static_cast<std::int64_t>(values_.count * item_bytes(values_.dtype.kind));
  }

  const Values& values_;
  Accumulator accumulator_;
  ExactState state_;
};

std::optional<double> measure_kernel(const std::vector<std::string>& paths, int workers,
                                     std::size_t chunk_bytes, std::chrono::nanoseconds time) {
  const Values values = find_values(paths, chunk_bytes);
  return team_rate(workers, time, [&](int) -> Step {
    auto loop = std::make_shared<KernelLoop>(values);
    return [loop] { return loop->add(); };
  });
}

}  // namespace

Ceilings measure_ceilings(const std::vector<std::string>& paths, int workers,
                          std::size_t chunk_bytes, bool cold, std::chrono::nanoseconds budget) {
  const auto end = Clock::now() + budget;
  const std::size_t chunk = std::min(chunk_bytes, kMostBufferBytes);
  // A quarter for what has to be made before something can be measured.
  const auto moment = std::min<std::chrono::nanoseconds>(kMoment, budget / (cold ? 8 : 4));
  Ceilings ceilings;
  ceilings.workers = std::clamp(workers, 1, allowed_cpus());
  const auto where_memory_lasts = [](auto&& measure) -> std::optional<double> {
    try {
      return measure();
    } catch (const std::bad_alloc&) {
      return std::nullopt;
    }
  };
  ceilings.memory_copy = where_memory_lasts([&] { return measure_copy(ceilings.workers, moment); });
  ceilings.page_cache = where_memory_lasts(
      [&] { return measure_page_cache(paths, ceilings.workers, chunk, moment); });
  ceilings.kernel =
      where_memory_lasts([&] { return measure_kernel(paths, ceilings.workers, chunk, moment); });
  if (cold) {
    ceilings.cold_reading =
        where_memory_lasts([&] { return measure_cold_reading(paths, chunk, end); });
  }
  return ceilings;
}

}  // namespace hilo
