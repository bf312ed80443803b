// What `hilo bench` does: the same work by several executors with several numbers of workers, in
// rounds, and what follows from the times.
//
// A run is one call of hilo::stats, rows and all, in this process. Its time is that of the call:
// results are compared when the clock has stopped. The first run, whose time does not count, reads
// all files, so that those after it find them in memory.
#ifndef HILO_COMPARE_COMPARE_H_
#define HILO_COMPARE_COMPARE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "compare/comparison.h"
#include "hilo/batch_executor.h"
#include "hilo/transform.h"

namespace hilo {

enum class ColdRuns : std::uint8_t {
  automatic,  // where files can be put out of memory: a round, and as many more as take half a
              // minute
  on,         // as many rounds as warm ones
  off,
};

struct CompareOptions {
  Transform transform = {};
  std::size_t chunk_bytes = std::size_t{1} << 17;                      // as in StatsOptions
  std::vector<std::string> ways = {"serial", "threads", "processes"};  // and "dask"
  std::vector<int> jobs = {};  // >= 1; empty: 1, 2, 4 and so on, and the CPUs
  int rounds = 5;              // >= 1
  ColdRuns cold = ColdRuns::automatic;
  bool notebook = false;  // the lecture's own ways as well

  // For "dask": a cluster with so many workers, which lives as long as the comparison.
  std::function<BatchExecutor*(int workers)> cluster = nullptr;
  std::vector<std::string> notes = {};  // to begin Comparison::notes with

  // Set to true by any thread or signal handler: the comparison is of what was measured by then.
  const std::atomic<bool>* stop = nullptr;
  // Told of each thing that is begun: "round 2 of 5: threads, 4 workers, warm".
  std::function<void(const std::string& what)> on_step = nullptr;
};

// Errors: those of hilo::stats, where no run can be made; IO under ColdRuns::on where files cannot
// be put out of memory.
Result<Comparison> compare(const std::vector<std::string>& inputs, const CompareOptions& options);

// 1, 2, 4 and so on up to the CPUs, which are the last.
std::vector<int> default_jobs(int cpus);

// Comparison::cold_note under ColdRuns::off.
inline constexpr const char* kNoColdRuns = "not asked for";

}  // namespace hilo

#endif  // HILO_COMPARE_COMPARE_H_
