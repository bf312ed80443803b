// Elements of any byte order, alignment and width into what the kernels take.
#ifndef HILO_KERNEL_CONVERT_H_
#define HILO_KERNEL_CONVERT_H_

#include <cstddef>

#include "hilo/dtype.h"
#include "kernel/target.h"

namespace hilo {

// Copies `count` elements of `item_bytes` (1, 2, 4 or 8) and reverses the bytes of each.
void copy_swapped(Work work, const void* data, std::size_t item_bytes, std::size_t count,
                  void* out);

// IEEE binary16, native byte order, any alignment, exactly: NaN stay NaN.
void copy_halves_to_floats(Work work, const void* data, std::size_t count, float* out);

void copy_floats_to_doubles(Work work, const float* data, std::size_t count, double* out);

// Elements of any kind, native byte order, aligned. Exact but for integers of 64 bits, which are
// rounded to nearest; a bool that is not 0 is 1.
void copy_to_doubles(Work work, Kind kind, const void* data, std::size_t count, double* out);

}  // namespace hilo

#endif  // HILO_KERNEL_CONVERT_H_
