#include "compare/recommendation.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>

#include "base/quantity_text.h"
#include "compare/figures.h"
#include "measure/cold_reading.h"
#include "profile/shared_limits.h"
#include "profile/small_files.h"

namespace hilo {
namespace {

// Candidates whose times differ by less are as fast as each other; and by more, where rounds of the
// same one differ: a median of three and more is known to half of their range, or better. Of fewer
// nothing is known.
constexpr double kSame = 0.05;
constexpr double kMostSame = 0.2;
constexpr double kAtTheCeiling = 0.85;  // of what reading alone reaches
constexpr double kInMemory = 0.9;       // of the files, so that nobody waits for them
constexpr double kEfficient = 0.8;
constexpr double kBusy = 0.8;     // of the time, in which a worker computes
constexpr double kSerial = 0.05;  // of the work, below which it divides

// Simple ones first.
std::size_t rank_of(const std::string& way) {
  constexpr std::array kWays = {"serial", "threads", "processes", "dask"};
  return static_cast<std::size_t>(std::find(kWays.begin(), kWays.end(), way) - kWays.begin());
}

bool is_eligible(const Candidate& candidate, bool cold) {
  return candidate.cold == cold && !candidate.notebook && candidate.failure.empty() &&
         !candidate.rounds.empty();
}

// How many times as long as the fastest takes what is as fast, as far as the rounds tell.
double as_fast(const Comparison& comparison, bool cold) {
  const auto spread = spread_of_rounds(comparison, cold);
  return 1 + (spread ? std::clamp(*spread / 2, kSame, kMostSame) : kMostSame);
}

bool is_default(const Candidate& candidate, int cpus) {
  return cpus == 1 ? candidate.way == "serial"
                   : candidate.way == "threads" && candidate.workers == cpus;
}

std::string setting(const Candidate& candidate) {
  if (candidate.way == "serial") return "--executor serial";
  return "--executor " + candidate.way + " -j " + std::to_string(candidate.workers);
}

// "15.1 GB/s, 1.71 times serial"
std::string speed(const Candidate& candidate) {
  std::string text = rate_text(candidate.bytes_per_second);
  if (candidate.speedup && candidate.way != "serial") {
    text += ", " + factor_text(*candidate.speedup) + " times serial";
  }
  return text;
}

// One of the same way with more workers, which were of no use.
const Candidate* with_more_workers(const Comparison& comparison, const Candidate& best) {
  for (const Candidate& each : comparison.candidates) {
    const bool is_same_way = each.way == best.way || best.way == "serial";
    if (is_eligible(each, best.cold) && is_same_way && each.workers > best.workers) return &each;
  }
  return nullptr;
}

const AmdahlFit* fit_of(const Comparison& comparison, const Candidate& candidate) {
  for (const AmdahlFit& fit : comparison.fits) {
    if (fit.way == candidate.way && fit.cold == candidate.cold) return &fit;
  }
  return nullptr;
}

// Of the time of its workers, as far as each has a CPU.
double cpu_share(const Candidate& candidate, int cpus) {
  const double cpu_s = candidate.median.user_s + candidate.median.system_s;
  return cpu_s / (candidate.median.wall_s * std::min(candidate.workers, cpus));
}

// Its workers are kept waiting, and not by each other, since one alone waits, too; nor by other
// programs that have the CPUs, since files are not in memory, as far as is known.
bool is_waiting(const Comparison& comparison, const Candidate& best) {
  if (!best.cold && comparison.warm_share.value_or(0) >= kInMemory) return false;
  const auto waits = [&](const Candidate& candidate) {
    return cpu_share(candidate, comparison.cpus) < kBusy;
  };
  return waits(best) && std::any_of(comparison.candidates.begin(), comparison.candidates.end(),
                                    [&](const Candidate& each) {
                                      return is_eligible(each, best.cold) && each.workers == 1 &&
                                             waits(each);
                                    });
}

std::string why_waiting(const Comparison& comparison, const Candidate& best) {
  std::string text = "its workers wait for reads, and use a CPU for " +
                     share_text(cpu_share(best, comparison.cpus)) + " of the time";
  if (best.ceiling_share && best.cold) {
    text += "; reading alone, for a while, reached " +
            rate_text(best.bytes_per_second / *best.ceiling_share);
  }
  return text + "; try more of them with -j";
}

std::string why_no_more(const Comparison& comparison, const Candidate& best) {
  if (best.efficiency && *best.efficiency >= kEfficient) {
    return "it keeps " + count_text(comparison.cpus, "CPU") + " busy, at " +
           share_text(*best.efficiency) + " efficiency: with more of them it would be faster";
  }
  const AmdahlFit* const fit = fit_of(comparison, best);
  if (fit != nullptr && fit->serial_fraction > kSerial) {
    return share_text(fit->serial_fraction) +
           " of the work does not divide among workers (Amdahl): even with very many it would not "
           "be more than " +
           factor_text(1 / fit->serial_fraction) + " times as fast as with one";
  }
  return comparison.cpus == 1
             ? "it uses the one CPU that there is"
             : "it uses all CPUs that there are, " + std::to_string(comparison.cpus);
}

// What keeps it from being faster.
std::string limit(const Comparison& comparison, const Candidate& best) {
  const bool is_at_ceiling = best.ceiling_share && *best.ceiling_share >= kAtTheCeiling &&
                             *best.ceiling_share <= kBeyondCeiling;
  if (is_at_ceiling) {
    const std::string share = *best.ceiling_share >= 1
                                  ? "as fast as reading alone"
                                  : share_text(*best.ceiling_share) + " of reading alone";
    // That was measured with more than twice as many threads, if there were not very many.
    const bool had_more = 2 * best.workers < kMostColdThreads;
    return best.cold ? "storage limits it: it is " + share +
                           (had_more ? ", and more workers will not help" : "")
                     : "reading limits it: it is " + share + " with as many workers";
  }
  const Candidate* const more = with_more_workers(comparison, best);
  if (more == nullptr && is_waiting(comparison, best)) return why_waiting(comparison, best);
  if (more != nullptr) {
    const bool is_less = more->median.wall_s < best.median.wall_s;
    if (seconds_text(more->median.wall_s) == seconds_text(best.median.wall_s)) {
      return "more workers do not help: " + std::to_string(more->workers) + " take as long";
    }
    return std::string(is_less ? "more workers hardly help: " : "more workers do not help: ") +
           std::to_string(more->workers) + " take " + seconds_text(more->median.wall_s) +
           " instead of " + seconds_text(best.median.wall_s);
  }
  if (best.workers < comparison.cpus) {
    return "there are " + std::to_string(comparison.cpus) +
           " CPUs, and more workers were not tried";
  }
  return why_no_more(comparison, best);
}

// What packing them would save.
std::string about_small_files(const Comparison& comparison) {
  if (comparison.files < 2) return {};
  const double mean = static_cast<double>(comparison.bytes) / static_cast<double>(comparison.files);
  if (mean >= kSmallFileBytes) return {};
  return " Files are small, " + bytes_text(mean) +
         " on average: opening them and writing their rows takes a part of the time (hilo stats "
         "--profile tells which), and packing them saves it.";
}

std::string capitalized(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

}  // namespace

const Candidate* best_candidate(const Comparison& comparison, bool cold) {
  const double within = as_fast(comparison, cold);
  double fastest = 0;
  for (const Candidate& each : comparison.candidates) {
    if (!is_eligible(each, cold)) continue;
    if (fastest == 0 || each.median.wall_s < fastest) fastest = each.median.wall_s;
  }
  const Candidate* best = nullptr;
  const auto order = [](const Candidate& candidate) {
    return std::tuple(candidate.workers, rank_of(candidate.way), candidate.median.wall_s);
  };
  for (const Candidate& each : comparison.candidates) {
    if (!is_eligible(each, cold) || each.median.wall_s > within * fastest) continue;
    if (best == nullptr || order(each) < order(*best)) best = &each;
  }
  if (best == nullptr || best->workers > 1 || best->way == "serial") return best;
  // One worker of a pool does what serial does; where it seems to be somewhat faster, that is
  // chance.
  for (const Candidate& each : comparison.candidates) {
    const bool is_near = each.median.wall_s <= (1 + kMostSame) * best->median.wall_s;
    if (is_eligible(each, cold) && each.way == "serial" && is_near) return &each;
  }
  return best;
}

std::string recommend(const Comparison& comparison) {
  const auto best = [&](bool cold) {
    const bool is_partial = cold ? comparison.cold_is_partial : comparison.warm_is_partial;
    return is_partial ? nullptr : best_candidate(comparison, cold);
  };
  const Candidate* const warm = best(false);
  const Candidate* const cold = best(true);
  const Candidate* const any = warm != nullptr ? warm : cold;
  if (any == nullptr) return {};
  std::string text;
  if (any->median.wall_s < kShortRunSeconds) {
    text = "A run takes " + seconds_text(any->median.wall_s) +
           ", too little to tell executors apart: the default will do.";
  } else if (warm != nullptr) {
    text = setting(*warm);
    if (is_default(*warm, comparison.cpus)) text += " (the default)";
    text += ": " + speed(*warm) + ". " + capitalized(limit(comparison, *warm)) + ".";
  }
  if (cold != nullptr && cold->median.wall_s >= kShortRunSeconds) {
    const bool is_same = warm != nullptr && warm->median.wall_s >= kShortRunSeconds &&
                         warm->way == cold->way && warm->workers == cold->workers;
    text += (text.empty() ? "" : " ") + std::string("Where files are not in memory, ") +
            (is_same ? "the same" : setting(*cold)) + ": " + speed(*cold) + ". " +
            capitalized(limit(comparison, *cold)) + ".";
  }
  return text + about_small_files(comparison);
}

}  // namespace hilo
