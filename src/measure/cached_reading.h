// How fast files are read that the system holds in memory.
#ifndef HILO_MEASURE_CACHED_READING_H_
#define HILO_MEASURE_CACHED_READING_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hilo {

// Bytes per second of pread, by several threads at once, each into one buffer of a chunk. The time
// to open files does not count. What is not in memory is not waited for. Nothing where nothing is
// in memory, or some thread found nothing. Where all files fit in the CPU's last-level cache it is
// the rate of that, since they are read again and again.
std::optional<double> measure_cached_reading(const std::vector<std::string>& paths, int workers,
                                             std::size_t chunk_bytes,
                                             std::chrono::nanoseconds time);

}  // namespace hilo

#endif  // HILO_MEASURE_CACHED_READING_H_
