// Extrema over values of every dtype, compared exactly.
#ifndef HILO_KERNEL_EXTREMUM_H_
#define HILO_KERNEL_EXTREMUM_H_

#include <compare>
#include <cstdint>

#include "hilo/exact_state.h"

namespace hilo {

Extremum extremum_of(double value);  // not NaN
Extremum extremum_of(std::int64_t value);
Extremum extremum_of(std::uint64_t value);

// A total order of the values that are present: the real numbers, with -0.0 below +0.0 (the integer
// 0 is +0.0) and the infinities at the ends.
std::strong_ordering compare(const Extremum& a, const Extremum& b);

// The smaller (larger) one; absent where both are, else the one that is present.
Extremum min_of(const Extremum& a, const Extremum& b);
Extremum max_of(const Extremum& a, const Extremum& b);

}  // namespace hilo

#endif  // HILO_KERNEL_EXTREMUM_H_
