#include "compare/figures.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "compare/amdahl.h"

namespace hilo {
namespace {

RunTimes median_times(const std::vector<RunTimes>& rounds) {
  const auto median_by = [&](double RunTimes::*part) {
    std::vector<double> values;
    for (const RunTimes& times : rounds) values.push_back(times.*part);
    return median_of(std::move(values));
  };
  return {median_by(&RunTimes::user_s), median_by(&RunTimes::system_s),
          median_by(&RunTimes::wall_s)};
}

bool did_the_work(const Candidate& candidate) {
  return candidate.failure.empty() && !candidate.rounds.empty() && candidate.median.wall_s > 0;
}

const Candidate* serial_of(const Comparison& comparison, bool cold) {
  for (const Candidate& candidate : comparison.candidates) {
    if (candidate.way == "serial" && candidate.cold == cold && did_the_work(candidate)) {
      return &candidate;
    }
  }
  return nullptr;
}

void derive(Candidate& candidate, const Comparison& comparison, const Candidate* serial) {
  candidate.bytes_per_second = static_cast<double>(comparison.bytes) / candidate.median.wall_s;
  if (serial != nullptr) {
    candidate.speedup = serial->median.wall_s / candidate.median.wall_s;
    // A thread a file is not a worker that was hired to share the work.
    if (!candidate.notebook) candidate.efficiency = *candidate.speedup / candidate.workers;
  }
  const auto ceiling = reading_ceiling(comparison, candidate.workers, candidate.cold);
  if (ceiling && *ceiling > 0) candidate.ceiling_share = candidate.bytes_per_second / *ceiling;
}

}  // namespace

double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

const Ceilings* ceilings_for(const Comparison& comparison, int workers) {
  const Ceilings* best = nullptr;
  for (const Ceilings& each : comparison.ceilings) {
    const bool is_nearer = best == nullptr || each.workers > best->workers;
    if (each.workers <= workers && is_nearer) best = &each;
  }
  return best;
}

std::optional<double> reading_ceiling(const Comparison& comparison, int workers, bool cold) {
  const Ceilings* const ceilings = ceilings_for(comparison, workers);
  if (ceilings == nullptr) return std::nullopt;
  return cold ? ceilings->cold_reading : ceilings->page_cache;
}

std::optional<double> spread_of_rounds(const Comparison& comparison, bool cold) {
  std::vector<double> spreads;
  for (const Candidate& candidate : comparison.candidates) {
    if (candidate.cold != cold || candidate.rounds.size() < 3) continue;
    if (candidate.median.wall_s <= 0) continue;
    const auto [least, most] = std::minmax_element(
        candidate.rounds.begin(), candidate.rounds.end(),
        [](const RunTimes& a, const RunTimes& b) { return a.wall_s < b.wall_s; });
    spreads.push_back((most->wall_s - least->wall_s) / candidate.median.wall_s);
  }
  if (spreads.empty()) return std::nullopt;
  return median_of(std::move(spreads));
}

void derive_figures(Comparison& comparison) {
  for (Candidate& candidate : comparison.candidates) {
    candidate.median = median_times(candidate.rounds);
  }
  const Candidate* const serial[] = {serial_of(comparison, false), serial_of(comparison, true)};
  for (Candidate& candidate : comparison.candidates) {
    if (did_the_work(candidate)) derive(candidate, comparison, serial[candidate.cold ? 1 : 0]);
  }
  comparison.fits = fit_candidates(comparison.candidates, comparison.cpus);
}

}  // namespace hilo
