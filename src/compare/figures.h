// What follows from measured times: medians, rates, speedup, efficiency, shares of what is
// possible.
#ifndef HILO_COMPARE_FIGURES_H_
#define HILO_COMPARE_FIGURES_H_

#include <optional>
#include <vector>

#include "compare/comparison.h"

namespace hilo {

// 0 for none; of an even number the mean of the middle two.
double median_of(std::vector<double> values);

// The ceilings for a number of workers: those of the largest number that is not above it. Null
// where there are none.
const Ceilings* ceilings_for(const Comparison& comparison, int workers);

// What reading alone reaches where files are so cold or warm; absent where it was not measured.
std::optional<double> reading_ceiling(const Comparison& comparison, int workers, bool cold);

// How much the wall times of a candidate's rounds differ, by and large: the median over the
// candidates that have run three times and more, of the range of the times over their median.
// Absent where there are none.
std::optional<double> spread_of_rounds(const Comparison& comparison, bool cold);

// Fills in what Candidate derives from its rounds, and the fits. Rates, speedup and shares are of
// candidates that did all the work.
void derive_figures(Comparison& comparison);

}  // namespace hilo

#endif  // HILO_COMPARE_FIGURES_H_
