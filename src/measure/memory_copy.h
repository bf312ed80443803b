// How fast memory is copied.
#ifndef HILO_MEASURE_MEMORY_COPY_H_
#define HILO_MEASURE_MEMORY_COPY_H_

#include <chrono>
#include <optional>

namespace hilo {

// Bytes per second of std::memcpy by several threads at once, between blocks of which 32 MiB are in
// use in turn.
std::optional<double> measure_memory_copy(int workers, std::chrono::nanoseconds time);

}  // namespace hilo

#endif  // HILO_MEASURE_MEMORY_COPY_H_
