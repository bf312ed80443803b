// How fast files are read that the system does not hold in memory.
//
// A disk serves many requests at once, and how many it takes to keep it busy differs. So several
// threads read, each a range of a file at a time, which is put out of memory, asked for as a whole
// (as hilo's read-ahead does) and read a chunk at a time; then four times as many, another sample.
// The better of the two is what the disk gives. In a short time there is one sample only.
//
// The first quarter of the time does not count, where there are reads enough after it: a disk that
// had nothing to do, or a limit that is put on it, may give more in the beginning.
#ifndef HILO_MEASURE_COLD_READING_H_
#define HILO_MEASURE_COLD_READING_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hilo {

// Bytes per second, by more than twice as many threads as `workers`, up to 64. Nothing where no
// file could be put out of memory. Ends soon after `end`: where reads take long, with those that
// are under way then; more threads are tried only where that is no longer than the time that is
// left.
std::optional<double> measure_cold_reading(const std::vector<std::string>& paths, int workers,
                                           std::size_t chunk_bytes,
                                           std::chrono::steady_clock::time_point end);

}  // namespace hilo

#endif  // HILO_MEASURE_COLD_READING_H_
