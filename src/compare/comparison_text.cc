#include "compare/comparison_text.h"

#include <algorithm>
#include <optional>

#include "base/quantity_text.h"
#include "compare/compare.h"

namespace hilo {
namespace {

const char* warmth(bool cold) { return cold ? "cold" : "warm"; }

std::string or_dash(const std::optional<double>& value, std::string (*text)(double)) {
  return value ? text(*value) : "-";
}

// The most rounds that a candidate has run.
std::size_t rounds_of(const Comparison& comparison, bool cold) {
  std::size_t most = 0;
  for (const Candidate& candidate : comparison.candidates) {
    if (candidate.cold == cold) most = std::max(most, candidate.rounds.size());
  }
  return most;
}

std::string way_and_workers(const Candidate& candidate) {
  std::string name = candidate.way;
  if (!candidate.notebook && candidate.way != "serial") {
    name += ", " + count_text(candidate.workers, "worker");
  }
  return name;
}

// What there is to say of a candidate, after its name; empty where that is nothing.
std::string remark_on(const Candidate& candidate) {
  if (!candidate.failure.empty()) return ", failed: " + candidate.failure;
  return candidate.note.empty() ? "" : ": " + candidate.note;
}

}  // namespace

std::string candidate_name(const Candidate& candidate) {
  return way_and_workers(candidate) + ", " + warmth(candidate.cold);
}

report::Cells candidate_header() {
  return {"way",       "workers", "files",   "CPU times: user", "sys",       "total",
          "Wall time", "GB/s",    "speedup", "efficiency",      "of reading"};
}

report::Cells candidate_cells(const Candidate& candidate) {
  const RunTimes& median = candidate.median;
  const bool has_rate = candidate.bytes_per_second > 0;
  return {candidate.way,
          std::to_string(candidate.workers),
          warmth(candidate.cold),
          seconds_text(median.user_s),
          seconds_text(median.system_s),
          seconds_text(median.user_s + median.system_s),
          seconds_text(median.wall_s),
          has_rate ? gigabytes_text(candidate.bytes_per_second) : "failed",
          or_dash(candidate.speedup, factor_text),
          or_dash(candidate.efficiency, share_text),
          or_dash(candidate.ceiling_share, share_text)};
}

std::string comparison_title(const Comparison& comparison) {
  std::string text = count_text(comparison.files, "file") + ", " +
                     bytes_text(static_cast<double>(comparison.bytes)) + ", " +
                     count_text(comparison.cpus, "CPU");
  const std::size_t warm = rounds_of(comparison, false);
  const std::size_t cold = rounds_of(comparison, true);
  if (warm + cold > 0) text += warm > 1 ? "; medians of " : "; ";
  if (warm > 0) text += count_text(static_cast<int>(warm), "warm round");
  if (cold > 0) text += " and " + count_text(static_cast<int>(cold), "cold round");
  return text;
}

std::vector<std::string> candidate_remarks(const Comparison& comparison) {
  std::vector<std::string> lines;
  const std::vector<Candidate>& all = comparison.candidates;
  for (const Candidate& candidate : all) {
    const std::string remark = remark_on(candidate);
    if (remark.empty()) continue;
    const std::string name = way_and_workers(candidate);
    const auto same = std::find_if(all.begin(), all.end(), [&](const Candidate& other) {
      return other.cold != candidate.cold && way_and_workers(other) == name &&
             remark_on(other) == remark;
    });
    if (same == all.end()) {
      lines.push_back(candidate_name(candidate) + remark);
    } else if (!candidate.cold) {
      lines.push_back(name + ", warm and cold" + remark);
    }
  }
  return lines;
}

std::vector<std::string> fit_lines(const Comparison& comparison) {
  std::vector<std::string> lines;
  for (const AmdahlFit& fit : comparison.fits) {
    if (fit.serial_fraction >= 1) {
      lines.push_back(fit.way + ", " + warmth(fit.cold) +
                      ": more workers are not faster, as if all of the work were serial (Amdahl's "
                      "law, fitted to " +
                      count_text(fit.points, "point") + ")");
      continue;
    }
    lines.push_back(fit.way + ", " + warmth(fit.cold) + ": " + share_text(fit.serial_fraction) +
                    " of the work is serial (Amdahl's law, fitted to " +
                    count_text(fit.points, "point") + "), " + seconds_text(fit.serial_s) +
                    " with one worker");
  }
  return lines;
}

report::Cells ceiling_header() {
  return {"what is possible, in GB/s", "memory copy", "page cache", "cold reading", "kernel"};
}

report::Cells ceiling_cells(const Ceilings& ceilings) {
  return {"with " + count_text(ceilings.workers, "thread"),
          or_dash(ceilings.memory_copy, gigabytes_text),
          or_dash(ceilings.page_cache, gigabytes_text),
          or_dash(ceilings.cold_reading, gigabytes_text), or_dash(ceilings.kernel, gigabytes_text)};
}

std::string agreement_line(const Comparison& comparison) {
  const std::int64_t all = comparison.same_results + comparison.other_results;
  if (comparison.other_results > 0) {
    return "WRONG: " + std::to_string(comparison.other_results) + " of " +
           count_text(all, "result") +
           " had other bytes than the first: " + disagreement_reason(comparison);
  }
  if (all < 2) return {};
  std::string text = "the results of " + count_text(all, "run") + " are the same, byte for byte";
  const bool has_notebook =
      std::any_of(comparison.candidates.begin(), comparison.candidates.end(),
                  [](const Candidate& candidate) { return candidate.notebook; });
  if (has_notebook) text += "; the notebook's ways are not exact and were not compared";
  return text;
}

std::string disagreement_reason(const Comparison& comparison) {
  constexpr std::size_t kNamed = 3;
  const std::vector<std::string>& changed = comparison.changed;
  if (changed.empty()) return "no file is seen to have changed, so it is hilo or the machine";
  std::string text;
  for (std::size_t i = 0; i < std::min(changed.size(), kNamed); ++i) {
    text += (i == 0 ? "" : ", ") + changed[i];
  }
  if (changed.size() > kNamed) {
    text += " and " + count_text(static_cast<std::int64_t>(changed.size() - kNamed), "more file");
  }
  return text + " changed meanwhile";
}

std::vector<std::string> comparison_notes(const Comparison& comparison) {
  std::vector<std::string> notes = comparison.notes;
  if (!comparison.errors.empty()) {
    const auto failed = static_cast<std::int64_t>(comparison.errors.size());
    notes.push_back(count_text(failed) + " of " + count_text(comparison.files + failed, "input") +
                    " failed, first " + to_string(comparison.errors.front()));
  }
  const bool has_reason = !comparison.cold_note.empty() && comparison.cold_note != kNoColdRuns;
  if (has_reason) notes.push_back("cold: " + comparison.cold_note);
  if (comparison.stopped) notes.emplace_back("stopped early: rounds are missing");
  return notes;
}

}  // namespace hilo
