// The lecture's own ways to reduce files, in C++, to be timed beside hilo's:
//
//   notebook loop    one file after the other: a new array, two passes over it
//   thread a file    a thread for each file, all started before the first is waited for
//   lost processes   processes that compute, and end: their results are nowhere
//
// Their results are not exact, so they are not compared.
#ifndef HILO_COMPARE_NOTEBOOK_H_
#define HILO_COMPARE_NOTEBOOK_H_

#include <atomic>
#include <string>
#include <vector>

#include "compare/comparison.h"
#include "compare/runner.h"

namespace hilo {

std::vector<Candidate> notebook_candidates(std::int64_t files, int cpus);

// Times one of these over files that hilo has found to be arrays.
RunRecord run_notebook_way(const Candidate& candidate, const std::vector<std::string>& paths,
                           const std::atomic<bool>* stop);

}  // namespace hilo

#endif  // HILO_COMPARE_NOTEBOOK_H_
