#include "compare/cold_files.h"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "measure/file_ranges.h"
#include "measure/page_cache.h"

namespace hilo {
namespace {

std::int64_t bytes_of(int descriptor) {
  struct stat status;
  return ::fstat(descriptor, &status) == 0 ? status.st_size : 0;
}

bool has_no_disk(int descriptor) {
  struct statfs status;
  if (::fstatfs(descriptor, &status) != 0) return false;
  return status.f_type == TMPFS_MAGIC || status.f_type == RAMFS_MAGIC;
}

// What is not on the disk yet cannot be put out of memory.
bool put_out(int descriptor, std::int64_t bytes) {
  if (evict(descriptor, 0, bytes)) return true;
  return ::fdatasync(descriptor) == 0 && evict(descriptor, 0, bytes);
}

}  // namespace

std::string make_files_cold(const std::vector<std::string>& paths, const std::atomic<bool>* stop) {
  std::int64_t all_bytes = 0;
  std::int64_t warm_bytes = 0;
  std::size_t warm_files = 0;
  for (const std::string& path : paths) {
    if (stop != nullptr && stop->load(std::memory_order_relaxed)) return {};
    const FileDescriptor file = open_regular(path.c_str());
    if (!file.is_open()) continue;
    if (has_no_disk(file.get())) return "the files are in a file system without a disk (tmpfs)";
    const std::int64_t bytes = bytes_of(file.get());
    all_bytes += bytes;
    if (put_out(file.get(), bytes)) continue;
    warm_bytes += bytes;
    ++warm_files;
  }
  constexpr std::int64_t kTolerated = 100;
  if (warm_bytes <= all_bytes / kTolerated) return {};
  return std::to_string(warm_files) + " of " + std::to_string(paths.size()) +
         " files stay in memory, though the system was asked to let go of them";
}

std::optional<double> share_in_memory(const std::vector<std::string>& paths) {
  constexpr std::int64_t kRangeBytes = std::int64_t{2} << 20;
  constexpr auto kTime = std::chrono::seconds(2);  // where a file system is slow, fewer will do
  const auto ranges = sample_ranges(paths, {.files = 1024,
                                            .bytes = std::int64_t{16} << 30,
                                            .bytes_per_file = std::int64_t{1} << 30,
                                            .bytes_per_range = kRangeBytes,
                                            .until = std::chrono::steady_clock::now() + kTime});
  double all = 0;
  double cached = 0;
  for (const FileRange& range : ranges) {
    const FileDescriptor file = open_regular(range.path->c_str());
    if (!file.is_open()) continue;
    const auto found = cached_bytes(file.get(), range.offset, range.bytes);
    if (!found) return std::nullopt;
    all += static_cast<double>(range.bytes);
    cached += static_cast<double>(std::min(*found, range.bytes));
  }
  if (all == 0) return std::nullopt;
  return cached / all;
}

}  // namespace hilo
