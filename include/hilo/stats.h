// The main job: exact statistics of very many .npy files.
#ifndef HILO_STATS_H_
#define HILO_STATS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "hilo/dtype.h"
#include "hilo/error.h"
#include "hilo/profile.h"
#include "hilo/saved_run.h"
#include "hilo/summary.h"
#include "hilo/transform.h"

namespace hilo {

// Who does the work. The result is the same, bit for bit.
enum class Executor : std::uint8_t {
  automatic,  // serial for one job, else threads
  serial,     // the calling thread
  threads,    // a pool of threads
  processes,  // worker processes: a file that crashes its worker is an error, the run goes on
};

enum class GroupBy : std::uint8_t {
  file,       // a row per file, its key the file's
  directory,  // a row per directory that holds files, its key the directory ("." for none)
  all,        // one row with the key "all"
};

enum class OnError : std::uint8_t {
  skip,  // go on; the failed input is in `errors`
  fail,  // stop at the first; the call returns that error and no result
};

struct Row {
  std::string key;
  std::int64_t files = 0;                          // included in this row
  std::optional<Dtype> dtype;                      // GroupBy::file only
  std::optional<std::vector<std::int64_t>> shape;  // GroupBy::file only
  Summary summary;
};

struct FileCounts {
  std::int64_t found = 0;
  std::int64_t included = 0;
  std::int64_t failed = 0;
};

struct StatsResult {
  std::string expr;         // in its one spelling, or "function" and its identity; empty for none
  std::string where;        // likewise
  std::vector<Row> groups;  // in natural order of keys; empty where on_row took them
  Summary total;            // of all values of all files included
  FileCounts files;
  std::vector<Error> errors;       // one for each failed input, in order of the inputs
  std::int64_t bytes_read = 0;     // of the files, those that failed too
  std::int64_t recalled = 0;       // files that StatsOptions::resume knew
  std::int64_t left_over = 0;      // files that it knew and that are no inputs of this run
  std::int64_t repeated = 0;       // of merge(): keys that two or more different files have
  std::int64_t lost_workers = 0;   // processes that ended before their time and were replaced
  bool complete = false;           // every input found is included
  bool stopped = false;            // *stop became true before the end
  std::optional<Profile> profile;  // where StatsOptions::profile asked for it
  // The trace that StatsOptions::trace asked for could not be written; the result is what it is.
  std::optional<Error> trace_error;
};

// A moment of a running job.
struct Progress {
  std::int64_t files_found = 0;
  std::int64_t files_done = 0;  // included or failed
  std::int64_t bytes_read = 0;
  Summary total;  // of the files done so far
};

class BatchExecutor;

struct StatsOptions {
  Executor executor = Executor::automatic;
  // Does the work instead, where it is not null; `executor` and `jobs` do not matter then. See
  // hilo/batch_executor.h.
  BatchExecutor* batches = nullptr;
  int jobs = 0;  // compute workers, >= 1; 0: the CPUs that the process may use
  GroupBy by = GroupBy::file;
  std::int64_t ddof = 0;  // >= 0
  NanPolicy nan_policy = NanPolicy::propagate;
  OnError on_error = OnError::skip;

  // What is computed of each element first, and which elements count.
  Transform transform = {};

  // Bytes read at a time, a power of two from 16 KiB to 64 MiB. Memory grows with it, results do
  // not change. The default fits the second-level cache.
  std::size_t chunk_bytes = std::size_t{1} << 17;

  // Set to true by any thread or signal handler: the chunks in hand are finished, and the result is
  // of the files that were done, with `stopped`.
  const std::atomic<bool>* stop = nullptr;

  // Where the state of each file is saved, to be merged with others or resumed; nowhere if empty.
  // The file appears when the run has ended, also where it was stopped, or no worker was left to go
  // on (WORKER); not where the call fails otherwise.
  std::string save = {};

  // Takes the bytes that would be saved, also where nothing is; some hundred a file.
  std::string* save_bytes = nullptr;

  // A run that was saved: files that it includes, and that are as they were then (size,
  // modification time and inode), are not read again. A run that is stopped has them all the same.
  // May be the file to save to, which need not be there then.
  SavedRun resume = {};

  // Measures where the time goes, for StatsResult::profile. With the moment after the run that
  // measures what the machine can do, less than 2 % of a run of half a second.
  bool profile = false;

  // Where a trace of the run is written, in Chrome's trace event format, which Perfetto opens;
  // nowhere if empty. As `save`, it appears when the run has ended. USAGE or OUTPUT where it cannot
  // be begun; later failures are StatsResult::trace_error.
  std::string trace = {};

  // Takes each row as soon as all before it are done, so that memory does not hold them; called
  // from one thread at a time. An error ends the run and is returned.
  std::function<Result<void>(Row&&)> on_row = nullptr;

  // Called about ten times a second, from a thread of its own.
  std::function<void(const Progress&)> on_progress = nullptr;
};

// `inputs` are files of any name, directories (all .npy files below them; links to files are
// followed, links to directories are not) and glob patterns ("run_*/**/*.npy"). A path that exists
// is taken literally before it is taken as a pattern.
//
// Errors of the call itself: USAGE (an option out of range, what is no expression, a pattern or
// directory that yields nothing; nothing has been read then; also where a run that is to be resumed
// and replaced has none of the inputs, and none can be read), what on_row returned, under
// OnError::fail the first failed input's error, OUTPUT where the run cannot be saved, and OPEN,
// NOT_REGULAR, IO or STATE where the run to resume cannot be read, is damaged or is of another
// transform; WORKER where no worker process can be started; what the BatchExecutor returned.
// Everything else is in StatsResult::errors.
Result<StatsResult> stats(std::vector<std::string> inputs, const StatsOptions& options = {});

}  // namespace hilo

#endif  // HILO_STATS_H_
