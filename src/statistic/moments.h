// Inside view of hilo::Moments: what the rest of the library needs beyond the public class.
#ifndef HILO_STATISTIC_MOMENTS_H_
#define HILO_STATISTIC_MOMENTS_H_

#include "hilo/exact_state.h"
#include "hilo/moments.h"
#include "hilo/summary.h"

namespace hilo {

// Moments::finalize with the say of the caller on whether min, max and sum are integers: a row is
// integer only where all its inputs are, and an empty array of floats leaves no trace in a state.
// `integral` must be false where state.float_size > 0.
Summary finalize(const ExactState& state, const FinalizeOptions& options, bool integral);

// Whether some values have these counts and sums: none has, for one, a negative variance. False for
// what is left when values are subtracted that were never added, and for damaged bytes.
bool is_consistent(const ExactState& state);

}  // namespace hilo

#endif  // HILO_STATISTIC_MOMENTS_H_
