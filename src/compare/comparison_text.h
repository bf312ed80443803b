// What the table and the Markdown of a comparison say, in cells and sentences.
#ifndef HILO_COMPARE_COMPARISON_TEXT_H_
#define HILO_COMPARE_COMPARISON_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "compare/comparison.h"
#include "report/text_columns.h"

namespace hilo {

enum CandidateColumn : std::size_t {
  kWay,
  kWorkers,
  kFiles,  // "warm" or "cold"
  kUser,
  kSystem,
  kCpuTotal,
  kWall,
  kRate,
  kSpeedup,
  kEfficiency,
  kCeilingShare,
  kCandidateColumns
};

// "threads, 2 workers, cold"
std::string candidate_name(const Candidate& candidate);

report::Cells candidate_header();
report::Cells candidate_cells(const Candidate& candidate);

// "10000 files, 8.0 GB, 2 CPUs; medians of 5 warm rounds and 1 cold round"
std::string comparison_title(const Comparison& comparison);

// "thread a file, cold: 9000 of 10000 files ..." for each that failed, or has a note. What is so
// with warm and with cold files is said once.
std::vector<std::string> candidate_remarks(const Comparison& comparison);

// "threads, warm: 4 % of the work is serial (Amdahl's law, fitted to 2 points), 920 ms with one
// worker"
std::vector<std::string> fit_lines(const Comparison& comparison);

report::Cells ceiling_header();
report::Cells ceiling_cells(const Ceilings& ceilings);

// Whether all results were the same; empty where there are not two.
std::string agreement_line(const Comparison& comparison);

// Why results are not the same: "d/a.npy, d/b.npy and 3 more files changed meanwhile".
std::string disagreement_reason(const Comparison& comparison);

// Which inputs failed, why nothing is cold, what was left out, that it was stopped.
std::vector<std::string> comparison_notes(const Comparison& comparison);

}  // namespace hilo

#endif  // HILO_COMPARE_COMPARISON_TEXT_H_
