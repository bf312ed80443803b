#include "measure/kernel_rate.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <memory>
#include <utility>

#include "base/float_environment.h"
#include "decode/npy_header.h"
#include "hilo/exact_state.h"
#include "kernel/accumulator.h"
#include "measure/buffer.h"
#include "measure/file_ranges.h"
#include "measure/page_cache.h"
#include "measure/team_rate.h"

namespace hilo {
namespace {

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

Values find_values(const std::vector<std::string>& paths, std::size_t chunk_bytes,
                   std::chrono::steady_clock::time_point until) {
  constexpr std::size_t kTries = 16;
  const std::size_t tries = std::min(paths.size(), kTries);
  for (std::size_t i = 0; i < tries && std::chrono::steady_clock::now() < until; ++i) {
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

}  // namespace

std::optional<double> measure_kernel_rate(const std::vector<std::string>& paths, int workers,
                                          std::size_t chunk_bytes, std::chrono::nanoseconds time) {
  const Values values = find_values(paths, chunk_bytes, end_of_looking(time));
  return team_rate(workers, time, [&](int) -> Step {
    auto loop = std::make_shared<KernelLoop>(values);
    return [loop] { return loop->add(); };
  });
}

}  // namespace hilo
