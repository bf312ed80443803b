// What the machine could do: hilo::Ceilings, measured in a moment.
//
//   memory copy   memory_copy.h
//   page cache    cached_reading.h
//   kernel        kernel_rate.h
//   cold reading  cold_reading.h
//
// Each is the best of several slices of time, by as many threads at once as CPUs may be used, at
// most `workers`.
#ifndef HILO_MEASURE_CEILINGS_H_
#define HILO_MEASURE_CEILINGS_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "hilo/profile.h"
#include "measure/cold_reading.h"

namespace hilo {

// `paths` are files of the run, or some of them. With a wish for cold reading, up to 128 MiB of
// them are put out of memory, unless they are cold, and read again, 512 MiB or 8 GiB where the
// budget is large. Takes as long as the budget, but without the cold part at most about 80 ms, and
// 40 MiB; nothing that a slow disk does holds it up for much longer. What cannot be measured is
// absent, as memory copy is where the budget is below 6 ms. Files that cannot be read are passed
// over.
Ceilings measure_ceilings(const std::vector<std::string>& paths, int workers,
                          std::size_t chunk_bytes, const ColdWish& cold,
                          std::chrono::nanoseconds budget);

}  // namespace hilo

#endif  // HILO_MEASURE_CEILINGS_H_
