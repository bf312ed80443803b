// How fast files are read that the system does not hold in memory.
//
// A disk serves many requests at once, and how many it takes to keep it busy differs. So 4 threads
// and 16 read, each a sample of its own that was put out of memory before: a range of a file at a
// time, which is asked for as a whole (as hilo's read-ahead does) and read a chunk at a time. The
// better of the two is what the disk gives.
#ifndef HILO_MEASURE_COLD_READING_H_
#define HILO_MEASURE_COLD_READING_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hilo {

// Bytes per second. Nothing where no file could be put out of memory. Ends soon after `end`: where
// a disk is very slow, with the chunks that are being read by then.
std::optional<double> measure_cold_reading(const std::vector<std::string>& paths,
                                           std::size_t chunk_bytes,
                                           std::chrono::steady_clock::time_point end);

}  // namespace hilo

#endif  // HILO_MEASURE_COLD_READING_H_
