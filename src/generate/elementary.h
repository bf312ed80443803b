// The functions of elementary-inl.h on arrays, as the running CPU computes them: what tests hold
// against an oracle, target by target.
#ifndef HILO_GENERATE_ELEMENTARY_H_
#define HILO_GENERATE_ELEMENTARY_H_

#include <cstddef>
#include <span>

namespace hilo {

// out[i] = -log(in[i]) and so on, in.size() a multiple of kWordStep (random_words.h).
void minus_log(std::span<const double> in, double* out);
void exp(std::span<const double> in, double* out);
void sin_cos_quarter(std::span<const double> in, double* sine, double* cosine);

}  // namespace hilo

#endif  // HILO_GENERATE_ELEMENTARY_H_
