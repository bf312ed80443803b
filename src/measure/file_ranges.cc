#include "measure/file_ranges.h"

#include <algorithm>

#include "read/input_file.h"

namespace hilo {

std::vector<FileRange> sample_ranges(const std::vector<std::string>& paths,
                                     const RangeLimits& limits) {
  std::vector<FileRange> ranges;
  const std::size_t files = std::min(paths.size(), limits.files);
  std::int64_t left = limits.bytes;
  for (std::size_t i = 0; i < files && left > 0; ++i) {
    const std::string& path = paths[i * paths.size() / files];
    const auto identity = identity_at(path.c_str());
    if (std::chrono::steady_clock::now() >= limits.until) break;
    if (!identity) continue;
    const std::int64_t end = std::min({identity->bytes, limits.bytes_per_file, left});
    for (std::int64_t offset = 0; offset < end; offset += limits.bytes_per_range) {
      ranges.push_back({&path, offset, std::min(limits.bytes_per_range, end - offset)});
    }
    left -= end;
  }
  return ranges;
}

}  // namespace hilo
