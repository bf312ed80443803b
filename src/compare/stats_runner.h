// Runs candidates on real files.
#ifndef HILO_COMPARE_STATS_RUNNER_H_
#define HILO_COMPARE_STATS_RUNNER_H_

#include <functional>
#include <string>
#include <vector>

#include "compare/compare.h"
#include "compare/runner.h"
#include "hilo/stats.h"

namespace hilo {

// The rows, the total and the errors, as JSON spells them.
ResultDigest digest_of(const StatsResult& result);

class StatsRunner : public Runner {
 public:
  // What is given must outlive it.
  StatsRunner(const std::vector<std::string>& inputs, const CompareOptions& options)
      : inputs_(inputs), options_(options) {}

  // Without timing, by one thread.
  Result<StatsResult> read_all() const;

  // The files that cold runs find cold, and the notebook's ways reduce.
  void set_paths(std::vector<std::string> paths) { paths_ = std::move(paths); }
  const std::vector<std::string>& paths() const { return paths_; }

  RunRecord run(const Candidate& candidate) override;
  std::string make_cold() override;

 private:
  StatsOptions stats_options(const Candidate& candidate) const;

  const std::vector<std::string>& inputs_;
  const CompareOptions& options_;
  std::vector<std::string> paths_;
};

}  // namespace hilo

#endif  // HILO_COMPARE_STATS_RUNNER_H_
