// Runs that were saved, put together.
#ifndef HILO_MERGE_H_
#define HILO_MERGE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "hilo/error.h"
#include "hilo/saved_run.h"
#include "hilo/stats.h"
#include "hilo/summary.h"

namespace hilo {

struct MergeOptions {
  GroupBy by = GroupBy::file;
  std::int64_t ddof = 0;                        // >= 0
  NanPolicy nan_policy = NanPolicy::propagate;  // not raise: what was saved is not refused any more

  // Runs whose files are taken out again.
  std::vector<SavedRun> subtract = {};

  // Where the result is saved as a run of its own; nowhere if empty, or where it was stopped.
  std::string save = {};

  // Takes the bytes that would be saved, also where nothing is; not where it was stopped.
  std::string* save_bytes = nullptr;

  // As in StatsOptions.
  const std::atomic<bool>* stop = nullptr;
  std::function<Result<void>(Row&&)> on_row = nullptr;
};

// Merges runs that were saved. The result is that of one run over all their files,
// bit for bit, however the files were split and in whatever order the states are given. An input
// that a run was interrupted before is found and not included, unless another of the states has it.
//
// Errors of the call: USAGE (no state, an option out of range); OPEN, NOT_REGULAR or IO for a state
// that cannot be read; STATE for one that is damaged, for a file that two of the states hold,
// for states of different transforms, and for one to be taken out that none of them holds; what
// on_row returned.
Result<StatsResult> merge(const std::vector<SavedRun>& states, const MergeOptions& options = {});

}  // namespace hilo

#endif  // HILO_MERGE_H_
