// What pipeline.cc does beside a run whose profile or trace is wanted.
#ifndef HILO_PROFILED_RUN_H_
#define HILO_PROFILED_RUN_H_

#include <memory>
#include <optional>
#include <string>

#include "base/output_file.h"
#include "discover/input_list.h"
#include "execute/executor.h"
#include "hilo/error.h"
#include "hilo/stats.h"
#include "profile/recorder.h"
#include "profile/resources.h"
#include "profile/run_facts.h"

namespace hilo {

// Made before the run begins; the thread that makes it is the first worker, and discovers. Does
// nothing where neither StatsOptions::profile nor trace is set.
class ProfiledRun {
 public:
  // USAGE or OUTPUT where the trace cannot be written.
  static Result<ProfiledRun> begin(const StatsOptions& options);

  ProfileRecorder* recorder() { return recorder_.get(); }  // null where nothing is measured

  // An outcome is about to be taken.
  void note(std::size_t index, const FileOutcome& outcome);

  // The run has ended. Measures the ceilings where a profile is wanted; `transform` is what it
  // computed of elements, for people.
  std::optional<Profile> end(const InputList& inputs, const Plan& plan, Executor executor,
                             const std::string& transform);

  // The trace appears where it is wanted. After end().
  Result<void> commit_trace(const InputList& inputs);

 private:
  explicit ProfiledRun(const StatsOptions& options)
      : options_(&options),
        // Children are not the workers where somebody else has some.
        counted_(options.batches != nullptr ? Resources::Of::process
                                            : Resources::Of::process_and_children) {}

  const StatsOptions* options_;
  Resources::Of counted_;
  std::unique_ptr<ProfileRecorder> recorder_;
  std::unique_ptr<WorkerScope> caller_;
  Resources before_;
  std::unique_ptr<OutputFile> trace_;
  std::optional<std::size_t> largest_;  // of the files that were read
  RunFacts facts_;
  bool is_large_ = false;
};

}  // namespace hilo

#endif  // HILO_PROFILED_RUN_H_
