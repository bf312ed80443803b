// How much of the work is serial, from how its time falls with the number of workers.
//
// Amdahl (1967): where a share s of the work is done by one worker while the others wait, and the
// rest is divided evenly, n workers take
//
//   T(n) = T(1) (s + (1 - s) / n) = a + b / n   with   a = s T(1),   b = (1 - s) T(1).
//
// That is a straight line over 1/n, so ordinary least squares over the points (1/n, T(n)) gives a
// and b. Example: 10 s with one worker and 6 s with two give b = 8, a = 2, s = 0.2. Where measured
// times leave the range of the model, the nearest end fits best: times that fall faster than 1/n
// give s = 0, and times that rise give s = 1. Whatever else grows with n, such as a memory bus or a
// disk that is shared, counts as serial too. Workers beyond the number of CPUs take turns on them,
// which the law says nothing about, so they are left out.
#ifndef HILO_COMPARE_AMDAHL_H_
#define HILO_COMPARE_AMDAHL_H_

#include <optional>
#include <span>
#include <vector>

#include "compare/comparison.h"

namespace hilo {

struct ScalingPoint {
  int workers = 1;
  double seconds = 0;
};

struct ScalingFit {
  double serial_fraction = 0;  // 0 to 1
  double serial_s = 0;         // T(1)
};

// Nothing where there are fewer than two different numbers of workers.
std::optional<ScalingFit> fit_scaling(std::span<const ScalingPoint> points);

// One for each way, and warm and cold, that has run with several numbers of workers up to `cpus`.
std::vector<AmdahlFit> fit_candidates(const std::vector<Candidate>& candidates, int cpus);

}  // namespace hilo

#endif  // HILO_COMPARE_AMDAHL_H_
