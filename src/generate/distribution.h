// Random words to values of a distribution.
#ifndef HILO_GENERATE_DISTRIBUTION_H_
#define HILO_GENERATE_DISTRIBUTION_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "hilo/generate.h"

namespace hilo {

// values[i] for each word; words.size() is a multiple of kWordStep (random_words.h). No branch
// depends on a value, and the bits do not depend on the CPU. The calling thread must round to
// nearest.
//
//   uniform     the word's upper 53 bits * 2^-53, in [0, 1)
//   normal      Box-Muller: values[2i] and [2i+1] are r cos(a) and r sin(a) with r^2 = -2 log(u),
//               u in (0, 1] from the upper 53 bits of words[2i], and an angle a from the upper 54
//               bits of words[2i+1]. |x| <= sqrt(106 log 2) = 8.57; error < 4 ulp.
//   lognormal   e to the normal value (as rounded); error < 1.25 ulp.
void apply_distribution(Distribution distribution, std::span<const std::uint64_t> words,
                        double* values);

}  // namespace hilo

#endif  // HILO_GENERATE_DISTRIBUTION_H_
