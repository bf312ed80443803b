// How fast values are added to an exact state.
#ifndef HILO_MEASURE_KERNEL_RATE_H_
#define HILO_MEASURE_KERNEL_RATE_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hilo {

// Bytes per second of a kernel, by several threads at once, each over the first chunk of one of the
// files, in cache; over normal values where none of some files is an array in memory. Sums are
// flushed as often as the array's size wants it.
std::optional<double> measure_kernel_rate(const std::vector<std::string>& paths, int workers,
                                          std::size_t chunk_bytes, std::chrono::nanoseconds time);

}  // namespace hilo

#endif  // HILO_MEASURE_KERNEL_RATE_H_
