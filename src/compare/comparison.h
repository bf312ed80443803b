// What `hilo bench` found out: several ways to do the same work, timed in rounds.
#ifndef HILO_COMPARE_COMPARISON_H_
#define HILO_COMPARE_COMPARISON_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hilo/error.h"
#include "hilo/profile.h"

namespace hilo {

// One run, as a notebook's %%time tells it. CPU times are of the process and those it started.
struct RunTimes {
  double user_s = 0;
  double system_s = 0;
  double wall_s = 0;
};

// One way to do the work.
struct Candidate {
  std::string way;    // "serial", "threads", "processes", "dask"; or words for the lecture's own
  int workers = 1;    // threads or processes that compute
  bool cold = false;  // the files were not in memory when a round began
  bool notebook = false;                // one of the lecture's own ways
  std::vector<RunTimes> rounds;         // in the order in which they ran
  RunTimes median;                      // of the rounds, each of the three by itself
  double bytes_per_second = 0;          // by the median wall time
  std::optional<double> speedup;        // over serial, files equally warm; absent without it
  std::optional<double> efficiency;     // speedup / workers; not of the notebook's ways
  std::optional<double> ceiling_share;  // of what reading alone reaches with as many workers
  std::string failure;                  // how it failed, and why; empty where it did not
  std::string note;                     // what to know about it; may be empty
};

// T(n) = T(1) (s + (1 - s) / n), fitted over the numbers of workers n (Amdahl 1967).
struct AmdahlFit {
  std::string way;
  bool cold = false;
  int points = 0;              // that it is fitted to, each the median of a number of workers
  double serial_fraction = 0;  // s, 0 to 1
  double serial_s = 0;         // T(1)
};

struct Comparison {
  std::vector<std::string> inputs;  // as they were given
  std::string expr;                 // as in StatsResult
  std::string where;
  std::int64_t files = 0;  // that were reduced
  std::int64_t bytes = 0;
  std::vector<Error> errors;  // one for each input that was refused
  int cpus = 1;               // that the process may use
  std::vector<Candidate> candidates;
  std::vector<AmdahlFit> fits;
  std::vector<Ceilings> ceilings;  // one for each number of workers
  bool warm_is_partial = false;    // the first round ended before each candidate had run
  bool cold_is_partial = false;
  std::string cold_note;             // why no candidate is cold, or not each; or empty
  std::optional<double> warm_share;  // of the files, in memory before warm runs; absent: not told
  std::vector<std::string> notes;    // what was left out, and why: "dask: not installed"
  std::string recommendation;        // the setting to use, and why; sentences
  std::int64_t same_results = 0;     // runs with the bytes of the first, which counts
  std::int64_t other_results = 0;    // runs with others: something is very wrong
  std::vector<std::string> changed;  // where there are others: files that changed meanwhile
  bool stopped = false;              // before all was measured
};

}  // namespace hilo

#endif  // HILO_COMPARE_COMPARISON_H_
