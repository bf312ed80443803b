#include "compare/plain_statistics.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/file_descriptor.h"
#include "decode/npy_header.h"
#include "kernel/convert.h"

namespace hilo {
namespace {

constexpr std::size_t kBlock = 128;  // as NumPy's

double block_sum(std::span<const double> values) {
  double sums[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= values.size(); i += 8) {
    for (std::size_t lane = 0; lane < 8; ++lane) sums[lane] += values[i + lane];
  }
  double sum =
      ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
  for (; i < values.size(); ++i) sum += values[i];
  return sum;
}

struct Unmap {
  std::size_t bytes = 0;
  void operator()(double* array) const { ::munmap(array, bytes); }
};
using Array = std::unique_ptr<double[], Unmap>;

// Memory that the system makes for it, and clears as it is written to: what a loop over large
// arrays gets from NumPy for each of them. Null where there is none.
Array new_array(std::size_t count) {
  const std::size_t bytes = std::max<std::size_t>(count, 1) * sizeof(double);
  void* const memory =
      ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return {};
  return Array(static_cast<double*>(memory), Unmap{bytes});
}

// Takes memory from the watcher while it lives.
class TakenMemory {
 public:
  TakenMemory(const PlainWatcher& watcher, std::size_t bytes) : watcher_(watcher), bytes_(bytes) {
    is_there_ = !watcher.take_memory || watcher.take_memory(bytes);
  }
  ~TakenMemory() {
    if (is_there_ && watcher_.give_memory) watcher_.give_memory(bytes_);
  }
  TakenMemory(const TakenMemory&) = delete;
  TakenMemory& operator=(const TakenMemory&) = delete;

  bool is_there() const { return is_there_; }

 private:
  const PlainWatcher& watcher_;
  std::size_t bytes_;
  bool is_there_;
};

// An error number, 0 for all bytes, or nothing where the file ends early.
std::optional<int> read_all(int descriptor, std::span<std::byte> out, std::int64_t offset) {
  while (!out.empty()) {
    const ssize_t count = ::pread(descriptor, out.data(), out.size(), offset);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    if (count == 0) return std::nullopt;
    out = out.subspan(static_cast<std::size_t>(count));
    offset += count;
  }
  return 0;
}

PlainOutcome failed(PlainFailure failure, int error_number = 0) {
  return {failure, error_number, {}};
}

void reverse_items(std::span<std::byte> bytes, std::size_t item) {
  for (; bytes.size() >= item; bytes = bytes.subspan(item)) {
    std::reverse(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(item));
  }
}

// Other elements than doubles become doubles in a second array.
PlainOutcome reduce_array(const ArrayInfo& info, double* array, const PlainWatcher& watcher) {
  const auto count = static_cast<std::size_t>(info.size);
  if (info.dtype.order != std::endian::native) {
    const auto bytes = static_cast<std::size_t>(info.data_bytes);
    reverse_items({reinterpret_cast<std::byte*>(array), bytes}, item_bytes(info.dtype.kind));
  }
  if (info.dtype.kind == Kind::float64) {
    return {PlainFailure::none, 0, plain_statistics({array, count})};
  }
  const TakenMemory memory(watcher, count * sizeof(double));
  const auto doubles = memory.is_there() ? new_array(count) : Array();
  if (!doubles) return failed(PlainFailure::memory);
  copy_to_doubles(Work::much, info.dtype.kind, array, count, doubles.get());
  return {PlainFailure::none, 0, plain_statistics({doubles.get(), count})};
}

PlainOutcome reduce_open_file(int descriptor, const PlainWatcher& watcher) {
  struct stat status;
  if (::fstat(descriptor, &status) != 0) return failed(PlainFailure::read, errno);
  if (!S_ISREG(status.st_mode)) return failed(PlainFailure::read);
  std::byte head[kNpyHeadBytes];
  const auto file_bytes = static_cast<std::uint64_t>(status.st_size);
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(file_bytes, sizeof head));
  const auto head_read = read_all(descriptor, {head, wanted}, 0);
  if (head_read != 0) return failed(PlainFailure::read, head_read.value_or(0));
  const auto info = parse_npy_header({head, wanted}, file_bytes);
  if (!info) return failed(PlainFailure::read);

  const auto bytes = static_cast<std::size_t>(info->data_bytes);
  const TakenMemory memory(watcher, bytes);
  const auto array =
      memory.is_there() ? new_array((bytes + sizeof(double) - 1) / sizeof(double)) : Array();
  if (!array) return failed(PlainFailure::memory);
  const auto data_read =
      read_all(descriptor, {reinterpret_cast<std::byte*>(array.get()), bytes}, info->data_offset);
  if (data_read != 0) return failed(PlainFailure::read, data_read.value_or(0));
  return reduce_array(*info, array.get(), watcher);
}

}  // namespace

double plain_sum(std::span<const double> values) {
  if (values.size() <= kBlock) return block_sum(values);
  const std::size_t half = values.size() / 2 / 8 * 8;
  return plain_sum(values.first(half)) + plain_sum(values.subspan(half));
}

PlainStatistics plain_statistics(std::span<const double> values) {
  const auto count = static_cast<double>(values.size());
  const double mean = plain_sum(values) / count;
  // numpy.std makes an array of the deviations, too.
  const auto squares = new_array(values.size());
  if (!squares) return {mean, std::nan("")};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double deviation = values[i] - mean;
    squares[i] = deviation * deviation;
  }
  return {mean, std::sqrt(plain_sum({squares.get(), values.size()}) / count)};
}

PlainOutcome reduce_plainly(const std::string& path, const PlainWatcher& watcher) {
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.is_open()) return failed(PlainFailure::open, errno);
  if (watcher.opened) watcher.opened();
  PlainOutcome outcome = reduce_open_file(file.get(), watcher);
  file = FileDescriptor();
  if (watcher.closed) watcher.closed();
  return outcome;
}

}  // namespace hilo
