// Which setting to use, and why.
#ifndef HILO_COMPARE_RECOMMENDATION_H_
#define HILO_COMPARE_RECOMMENDATION_H_

#include <string>

#include "compare/comparison.h"

namespace hilo {

// Of the candidates that are as warm or cold and did all the work, the one with the fewest workers
// whose median is at most a twentieth above the best, and by up to a fifth where rounds of the same
// candidate differ by so much; of equals, the simplest way. Where that is one worker of a pool, it
// is serial, unless that took longer by more than a fifth. Null where none did. The notebook's ways
// are never it.
const Candidate* best_candidate(const Comparison& comparison, bool cold);

// Sentences: the setting, what it reaches, what limits it; the same for cold files where they were
// measured. Empty where nothing was; of warm or cold files nothing is said where not every
// candidate came to run.
std::string recommend(const Comparison& comparison);

}  // namespace hilo

#endif  // HILO_COMPARE_RECOMMENDATION_H_
