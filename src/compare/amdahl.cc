#include "compare/amdahl.h"

#include <algorithm>

namespace hilo {
namespace {

// T(n) = T(1) / n
double best_without_serial_part(std::span<const ScalingPoint> points) {
  double above = 0;
  double below = 0;
  for (const ScalingPoint& point : points) {
    const double x = 1.0 / point.workers;
    above += x * point.seconds;
    below += x * x;
  }
  return above / below;
}

struct Mean {
  double x = 0;
  double y = 0;
};

Mean mean_of(std::span<const ScalingPoint> points) {
  Mean mean;
  for (const ScalingPoint& point : points) {
    mean.x += 1.0 / point.workers;
    mean.y += point.seconds;
  }
  const auto count = static_cast<double>(points.size());
  return {mean.x / count, mean.y / count};
}

bool is_fitted(const std::vector<AmdahlFit>& fits, const Candidate& candidate) {
  return std::any_of(fits.begin(), fits.end(), [&](const AmdahlFit& fit) {
    return fit.way == candidate.way && fit.cold == candidate.cold;
  });
}

}  // namespace

std::optional<ScalingFit> fit_scaling(std::span<const ScalingPoint> points) {
  if (points.empty()) return std::nullopt;
  const Mean mean = mean_of(points);
  double covariance = 0;
  double variance = 0;
  for (const ScalingPoint& point : points) {
    const double x = 1.0 / point.workers - mean.x;
    covariance += x * (point.seconds - mean.y);
    variance += x * x;
  }
  if (variance == 0) return std::nullopt;
  const double slope = covariance / variance;
  const double intercept = mean.y - slope * mean.x;
  if (slope <= 0) return ScalingFit{1, mean.y};
  if (intercept <= 0) return ScalingFit{0, best_without_serial_part(points)};
  return ScalingFit{intercept / (intercept + slope), intercept + slope};
}

std::vector<AmdahlFit> fit_candidates(const std::vector<Candidate>& candidates, int cpus) {
  std::vector<AmdahlFit> fits;
  for (const Candidate& first : candidates) {
    if (first.notebook || is_fitted(fits, first)) continue;
    std::vector<ScalingPoint> points;
    for (const Candidate& each : candidates) {
      const bool is_same = each.way == first.way && each.cold == first.cold && each.workers <= cpus;
      if (is_same && each.failure.empty() && !each.rounds.empty()) {
        points.push_back({each.workers, each.median.wall_s});
      }
    }
    if (const auto fit = fit_scaling(points)) {
      const auto count = static_cast<int>(points.size());
      fits.push_back({first.way, first.cold, count, fit->serial_fraction, fit->serial_s});
    }
  }
  return fits;
}

}  // namespace hilo
