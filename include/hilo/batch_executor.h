// Somebody else who scans files, in batches: a cluster of machines that see the same files.
#ifndef HILO_BATCH_EXECUTOR_H_
#define HILO_BATCH_EXECUTOR_H_

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hilo/error.h"
#include "hilo/summary.h"
#include "hilo/transform.h"

namespace hilo {

// What the outcome of a file depends on, beside its bytes.
struct BatchParameters {
  NanPolicy nan_policy = NanPolicy::propagate;
  std::size_t chunk_bytes = std::size_t{1} << 17;  // as in StatsOptions
  // Where paths that are relative begin; empty: in the working directory of who scans.
  std::string directory = {};
  Transform transform = {};  // as in StatsOptions
  bool profile = false;      // what was measured comes with the answer
  bool trace = false;        // in detail
};

// A batch that is done: what scan_batch() gave, or why there is nothing.
struct BatchAnswer {
  std::int64_t batch = 0;
  std::string bytes;
  std::optional<Error> error;
};

// Takes batches of files from StatsOptions::batches and gives their answers back, in any order. All
// calls come from the thread that called stats().
class BatchExecutor {
 public:
  virtual ~BatchExecutor() = default;

  // What a profile calls it: "dask".
  virtual std::string name() const { return "batches"; }

  // How many batches are done at a time, by and large; at least 1.
  virtual int slots() = 0;

  // Takes a batch, to be scanned with scan_batch() somewhere. The paths are of files, as they were
  // found here. An error ends the run and is returned.
  virtual Result<void> submit(std::int64_t batch, const std::vector<std::string>& paths,
                              const BatchParameters& parameters) = 0;

  // The next answer; none where there is none after `patience`. An error of the answer is one of
  // its files': they are tried again in halves. An error of the call ends the run and is returned.
  virtual Result<std::optional<BatchAnswer>> next(std::chrono::milliseconds patience) = 0;

  // Nobody wants the answers any more that were not given.
  virtual void cancel() = 0;
};

// The other side: scans files with `jobs` threads, and gives their states and errors as bytes for
// the same version of hilo. USAGE where an option is out of range. Where `*stop` becomes true, what
// was not done is marked so.
Result<std::string> scan_batch(const std::vector<std::string>& paths,
                               const BatchParameters& parameters, int jobs = 1,
                               const std::atomic<bool>* stop = nullptr);

}  // namespace hilo

#endif  // HILO_BATCH_EXECUTOR_H_
