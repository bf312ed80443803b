// Where the time of a run went, and what the machine could do.
#ifndef HILO_PROFILE_H_
#define HILO_PROFILE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hilo {

// What a worker does at a moment, in the order in which data pass.
enum class Stage : std::uint8_t {
  discover,  // inputs become a list of files
  open,      // open, the file's status before and after, close
  read,      // bytes come into memory, and those to come are asked for
  decode,    // the header is parsed
  compute,   // expressions, conditions and kernels, their compiler included
  merge,     // states of files and pieces are added up, and statistics are rounded
  report,    // rows and states are written
  idle,      // nothing to do: waits for work, or for others
};
inline constexpr std::size_t kStages = 8;

// "discover", "open", ...
std::string_view stage_name(Stage stage);

using StageSeconds = std::array<double, kStages>;  // by Stage

// What is known of one worker. The stages add up to wall_s.
struct WorkerProfile {
  std::string name;    // "run" is the calling thread, others are "worker 1" and so on
  double begin_s = 0;  // since the beginning of the run
  double wall_s = 0;
  double cpu_s = 0;    // of its thread, in user mode and in the system
  double ready_s = 0;  // that its thread was ready to run, but had no CPU; 0 where that is unknown
  std::int64_t files = 0;
  std::int64_t bytes = 0;
  StageSeconds stage_s = {};
  // Seconds of each stage in the intervals [k, k + 1) * Profile::interval_s of the run.
  std::vector<StageSeconds> timeline;
};

struct StageProfile {
  double seconds = 0;      // of worker time, summed over the workers
  double share = 0;        // of the time of all stages, 0 to 1
  std::int64_t bytes = 0;  // that passed; 0 where bytes are not what it works on
};

// Calls of the system for input files.
struct SystemCalls {
  std::int64_t open = 0;
  std::int64_t fstat = 0;
  std::int64_t read = 0;     // pread and preadv2
  std::int64_t close = 0;    // of those; not of the copies of a descriptor that processes share
  std::int64_t fadvise = 0;  // asks for bytes ahead of their use

  std::int64_t total() const { return open + fstat + read + close + fadvise; }
};

// Rates in bytes per second that this machine reached with `workers` threads at once, and nothing
// else to do, within a moment; absent where it was not measured.
struct Ceilings {
  int workers = 0;
  std::optional<double> memory_copy;   // bytes copied from one place in memory to another
  std::optional<double> page_cache;    // files read that the system holds in memory
  std::optional<double> cold_reading;  // files read that it does not hold
  std::optional<double> kernel;        // values in cache added to an exact state
};

struct Profile {
  std::string executor;  // "serial", "threads", "processes" or BatchExecutor::name()
  int jobs = 1;          // workers at a time
  double wall_s = 0;
  double user_s = 0;    // CPU time of the process and its worker processes
  double system_s = 0;  // likewise, in the system
  std::int64_t files = 0;
  std::int64_t bytes = 0;  // read
  std::array<StageProfile, kStages> stages = {};
  std::vector<WorkerProfile> workers;
  double interval_s = 0;  // of the timelines
  // Of the bytes read, those that the system had in memory, 0 to 1; absent where it does not tell.
  std::optional<double> page_cache_share;
  SystemCalls system_calls;
  Ceilings ceilings;
  std::string cause;    // what the verdict is about, in a word or two: "storage", "small files"
  std::string verdict;  // what limits the run, with numbers, and what to do about it; a sentence

  const StageProfile& stage(Stage which) const { return stages[static_cast<std::size_t>(which)]; }
};

}  // namespace hilo

#endif  // HILO_PROFILE_H_
