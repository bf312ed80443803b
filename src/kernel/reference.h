// The slow twin of every kernel: one value at a time, straight into the state, in plain C++.
#ifndef HILO_KERNEL_REFERENCE_H_
#define HILO_KERNEL_REFERENCE_H_

#include <cstddef>

#include "hilo/dtype.h"
#include "hilo/exact_state.h"

namespace hilo {

// What Accumulator::add and flush do. Tests hold every fast path to it.
void add_reference(Dtype dtype, const void* data, std::size_t count, ExactState& state);

}  // namespace hilo

#endif  // HILO_KERNEL_REFERENCE_H_
