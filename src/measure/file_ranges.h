// A sample of the files of a run, in pieces that threads can share.
#ifndef HILO_MEASURE_FILE_RANGES_H_
#define HILO_MEASURE_FILE_RANGES_H_

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace hilo {

struct FileRange {
  const std::string* path = nullptr;
  std::int64_t offset = 0;
  std::int64_t bytes = 0;
};

// To look at files may take so long, or as long as a measurement: where a file system is slow, each
// takes a while, and where it is not, the thread may have no CPU for a moment.
inline std::chrono::steady_clock::time_point end_of_looking(std::chrono::nanoseconds time) {
  constexpr std::chrono::nanoseconds kLeast = std::chrono::milliseconds(2);
  return std::chrono::steady_clock::now() + std::max(time, kLeast);
}

struct RangeLimits {
  std::size_t files = 0;
  std::int64_t bytes = 0;           // of all ranges
  std::int64_t bytes_per_file = 0;  // from the beginning
  std::int64_t bytes_per_range = 0;
  // No more are looked for then: looking at a file may take as long as reading a part of it.
  std::chrono::steady_clock::time_point until = std::chrono::steady_clock::time_point::max();
};

// Ranges of files that lie at even distances in the list, which must outlive them. What is no
// regular file, or empty, has none.
std::vector<FileRange> sample_ranges(const std::vector<std::string>& paths,
                                     const RangeLimits& limits);

}  // namespace hilo

#endif  // HILO_MEASURE_FILE_RANGES_H_
