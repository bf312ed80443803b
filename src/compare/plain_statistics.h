// A file's mean and standard deviation the plain way, as the lecture's notebook has them from
// NumPy: a new array for the whole file, sums of doubles, and a second pass for the deviations. Not
// exact; it is here to be timed.
#ifndef HILO_COMPARE_PLAIN_STATISTICS_H_
#define HILO_COMPARE_PLAIN_STATISTICS_H_

#include <cstddef>
#include <functional>
#include <span>
#include <string>

namespace hilo {

// Pairwise, eight at a time, as NumPy sums.
double plain_sum(std::span<const double> values);

struct PlainStatistics {
  double mean = 0;
  double std = 0;
};

PlainStatistics plain_statistics(std::span<const double> values);

// Why a file was not reduced.
enum class PlainFailure { none, open, read, memory };

struct PlainOutcome {
  PlainFailure failure = PlainFailure::none;
  int error_number = 0;  // of open and read; 0 where the file is no array
  PlainStatistics statistics;
};

// What is told and asked on the way. All may be empty.
struct PlainWatcher {
  std::function<bool(std::size_t bytes)> take_memory;  // false: there is no more
  std::function<void(std::size_t bytes)> give_memory;
  std::function<void()> opened;
  std::function<void()> closed;
};

// Opens, reads into new memory, computes, closes.
PlainOutcome reduce_plainly(const std::string& path, const PlainWatcher& watcher = {});

}  // namespace hilo

#endif  // HILO_COMPARE_PLAIN_STATISTICS_H_
