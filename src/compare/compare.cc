#include "compare/compare.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <span>
#include <unordered_set>
#include <utility>

#include "base/cpus.h"
#include "base/quantity_text.h"
#include "compare/changed_files.h"
#include "compare/cold_files.h"
#include "compare/comparison_text.h"
#include "compare/figures.h"
#include "compare/notebook.h"
#include "compare/recommendation.h"
#include "compare/rounds.h"
#include "compare/stats_runner.h"
#include "discover/discover.h"
#include "measure/ceilings.h"

namespace hilo {
namespace {

using std::chrono::milliseconds;

constexpr auto kCeilingsBudget = milliseconds(150);  // for each number of workers
constexpr auto kColdBudget = milliseconds(4000);
// Of cold rounds that nobody has asked for: more than one only as far as they take this long, and
// none at all where a single one would take longer than the most.
constexpr auto kColdRoundsTime = std::chrono::seconds(30);
constexpr auto kLongestColdRound = std::chrono::seconds(300);
constexpr double kNoisy = 0.25;
constexpr double kWarm = 0.99;  // the share of the files that is in memory

// Inputs that are files and were not refused.
std::vector<std::string> paths_of(const InputList& inputs, const std::vector<Error>& errors) {
  std::unordered_set<std::string> refused;
  for (const Error& error : errors) refused.insert(error.path);
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    std::string path = inputs.key_of(i);
    if (!refused.contains(path)) paths.push_back(std::move(path));
  }
  return paths;
}

// The larger of what was measured twice.
void increase(std::optional<double>& rate, const std::optional<double>& again) {
  if (again && (!rate || *again > *rate)) rate = again;
}

class Comparing {
 public:
  Comparing(const std::vector<std::string>& inputs, const CompareOptions& options)
      : inputs_(inputs), options_(options), runner_(inputs, options) {}

  Result<Comparison> run() {
    comparison_.inputs = inputs_;
    comparison_.cpus = allowed_cpus();
    comparison_.notes = options_.notes;
    auto begun = read_all();
    if (!begun) return Failure(std::move(begun.error()));
    if (comparison_.stopped) return std::move(comparison_);
    if (runner_.paths().empty()) {
      comparison_.notes.emplace_back("no input could be read");
      return std::move(comparison_);
    }
    if (options_.cold == ColdRuns::on) {
      if (const std::string why = runner_.make_cold(); !why.empty()) {
        return failure(
            ErrorCode::io,
            "expected files that can be put out of memory for cold runs, found that " + why);
      }
      (void)runner_.read_all();
      was_cold_ = true;
    }
    if (was_cold_) read_again();
    measure_ceilings_for_all();
    note_warmth();
    if (run_warm()) run_cold();
    finish();
    return std::move(comparison_);
  }

 private:
  bool is_stopped() const {
    return options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed);
  }

  void say(const std::string& what) const {
    if (options_.on_step) options_.on_step(what);
  }

  // The first run: what there is, and what the result must be.
  Result<void> read_all() {
    say("reading all files once");
    auto found = discover(inputs_, Order::natural, options_.stop);
    if (!found) return Failure(std::move(found.error()));
    states_ = FileStates(*std::move(found), options_.stop);
    was_cold_ = share_in_memory(paths_of(states_.inputs(), {})).value_or(1) < kWarm;
    auto result = runner_.read_all();
    if (!result) return Failure(std::move(result.error()));
    comparison_.stopped = result->stopped;
    comparison_.expr = result->expr;
    comparison_.where = result->where;
    comparison_.files = result->files.included;
    comparison_.bytes = result->bytes_read;
    if (!result->stopped) agreement_.accept(digest_of(*result));
    comparison_.errors = std::move(result->errors);
    runner_.set_paths(paths_of(states_.inputs(), comparison_.errors));
    return {};
  }

  // When the system is asked for a page in memory for the first time it puts it where it keeps what
  // is in use, which takes half as long again as to copy it. That is not to be timed.
  void read_again() {
    if (share_in_memory(runner_.paths()).value_or(0) < kWarm) return;
    say("reading all files once more, from memory");
    (void)runner_.read_all();
  }

  std::vector<int> jobs() const {
    return options_.jobs.empty() ? default_jobs(comparison_.cpus) : options_.jobs;
  }

  int most_workers() const {
    const std::vector<int> numbers = jobs();
    return *std::max_element(numbers.begin(), numbers.end());
  }

  // More workers than CPUs reach no more than so many.
  std::set<int> numbers_of_workers() const {
    std::set<int> numbers = {1};
    for (const int each : jobs()) numbers.insert(std::min(each, comparison_.cpus));
    return numbers;
  }

  void measure_ceilings_for_all() {
    say("measuring what the machine can do");
    const bool again = !comparison_.ceilings.empty();
    std::size_t index = 0;
    for (const int workers : numbers_of_workers()) {
      const Ceilings found =
          measure_ceilings(runner_.paths(), workers, options_.chunk_bytes, {}, kCeilingsBudget);
      if (!again) {
        comparison_.ceilings.push_back(found);
        continue;
      }
      Ceilings& ceilings = comparison_.ceilings[index++];
      increase(ceilings.memory_copy, found.memory_copy);
      increase(ceilings.page_cache, found.page_cache);
      increase(ceilings.kernel, found.kernel);
    }
  }

  void note_warmth() {
    const auto share = share_in_memory(runner_.paths());
    comparison_.warm_share = share;
    if (!share) {
      comparison_.notes.emplace_back(
          "warm runs find what the file system keeps in memory; it does not tell how much that is");
    } else if (*share < kWarm) {
      comparison_.notes.push_back("warm runs are not warm: the system keeps " + share_text(*share) +
                                  " of the files in memory");
    }
  }

  std::vector<Candidate> candidates(bool cold) const {
    std::vector<Candidate> made;
    for (const std::string& way : options_.ways) {
      const std::vector<int> numbers = way == "serial" ? std::vector<int>{1} : jobs();
      for (const int workers : numbers) {
        made.emplace_back();
        made.back().way = way;
        made.back().workers = workers;
      }
    }
    if (options_.notebook) {
      const auto files = static_cast<std::int64_t>(runner_.paths().size());
      for (Candidate& each : notebook_candidates(files, comparison_.cpus)) {
        made.push_back(std::move(each));
      }
    }
    for (Candidate& candidate : made) candidate.cold = cold;
    return made;
  }

  // Workers of a cluster start, and load what they need, before the clock does.
  void warm_up_clusters(std::vector<Candidate>& all) {
    bool any = false;
    for (Candidate& candidate : all) {
      if (candidate.way != "dask" || is_stopped()) continue;
      any = true;
      say("starting a cluster: " + candidate_name(candidate));
      RunRecord record = runner_.run(candidate);
      if (record.stopped) continue;
      candidate.failure = std::move(record.failure);
      if (record.digest && !agreement_.accept(*record.digest)) {
        candidate.failure = kOtherResult;
      }
    }
    if (any) {
      comparison_.notes.emplace_back(
          "dask: clusters on this machine, started and warmed up before the clock; CPU times of "
          "their workers are to a hundredth of a second");
    }
  }

  // Adds the candidates and their rounds. False where it was stopped.
  bool run_all(std::vector<Candidate>&& all, const RoundsPlan& plan, std::string& why) {
    const bool finished = run_rounds(all, plan, runner_, agreement_, why);
    for (Candidate& candidate : all) {
      const bool has_run = !candidate.rounds.empty() || !candidate.failure.empty();
      bool& is_partial = candidate.cold ? comparison_.cold_is_partial : comparison_.warm_is_partial;
      is_partial = is_partial || (!has_run && !candidate.notebook);
      if (has_run) comparison_.candidates.push_back(std::move(candidate));
    }
    return finished;
  }

  RoundsPlan plan(int rounds) const {
    RoundsPlan made;
    made.rounds = rounds;
    made.stop = options_.stop;
    made.on_run = [this](const RunUnderWay& run) {
      say("round " + std::to_string(run.round + 1) + " of " + std::to_string(run.rounds) + ": " +
          candidate_name(run.candidate));
    };
    return made;
  }

  bool run_warm() {
    std::vector<Candidate> all = candidates(false);
    warm_up_clusters(all);
    std::string none;
    return run_all(std::move(all), plan(options_.rounds), none);
  }

  // Why a cold round is not even tried; empty where it is.
  std::string why_not_cold(std::size_t runs) {
    if (options_.cold == ColdRuns::off) return kNoColdRuns;
    say("measuring how fast files are read that are not in memory");
    std::string why = runner_.make_cold();
    if (!why.empty() || is_stopped()) return why;
    const Ceilings found = measure_ceilings(runner_.paths(), most_workers(), options_.chunk_bytes,
                                            {.is_wanted = true, .are_cold = true}, kColdBudget);
    for (Ceilings& each : comparison_.ceilings) each.cold_reading = found.cold_reading;
    if (options_.cold == ColdRuns::on || !found.cold_reading) return {};
    const double seconds = static_cast<double>(comparison_.bytes) / *found.cold_reading;
    const double round_s = seconds * static_cast<double>(runs);
    return round_s > std::chrono::duration<double>(kLongestColdRound).count() ? too_long(round_s)
                                                                              : std::string();
  }

  void run_cold() {
    std::vector<Candidate> all = candidates(true);
    comparison_.cold_note = why_not_cold(all.size());
    if (!comparison_.cold_note.empty() || is_stopped()) return;
    carry_over_failures(all);
    RoundsPlan rounds = plan(options_.rounds);
    if (options_.cold == ColdRuns::automatic) {
      rounds.limit = kColdRoundsTime;
      rounds.longest_round = kLongestColdRound;
    }
    run_all(std::move(all), rounds, comparison_.cold_note);
  }

  // What cannot run warm cannot run cold.
  void carry_over_failures(std::vector<Candidate>& cold) const {
    std::erase_if(cold, [&](const Candidate& candidate) {
      return std::any_of(comparison_.candidates.begin(), comparison_.candidates.end(),
                         [&](const Candidate& warm) {
                           return !warm.notebook && !warm.failure.empty() &&
                                  warm.way == candidate.way && warm.workers == candidate.workers;
                         });
    });
  }

  void finish() {
    comparison_.stopped = is_stopped();
    if (!comparison_.stopped) measure_ceilings_for_all();
    comparison_.same_results = agreement_.same;
    comparison_.other_results = agreement_.others;
    if (agreement_.others > 0) comparison_.changed = changed_files();
    derive_figures(comparison_);
    note_noise();
    comparison_.recommendation = recommend(comparison_);
  }

  std::vector<std::string> changed_files() const {
    const auto now = discover(inputs_, Order::natural, options_.stop);
    // Where nothing is left of an input, those that were there are looked at.
    return states_.changed(now ? *now : states_.inputs());
  }

  void note_noise() {
    const auto noise = spread_of_rounds(comparison_, false);
    if (!noise || *noise < kNoisy) return;
    comparison_.notes.push_back("rounds of the same differ by " + share_text(*noise) +
                                ": something else keeps the machine busy");
  }

  const std::vector<std::string>& inputs_;
  const CompareOptions& options_;
  StatsRunner runner_;
  FileStates states_;
  bool was_cold_ = false;  // not all files were in memory when they were read first
  Agreement agreement_;
  Comparison comparison_;
};

Result<void> check(const CompareOptions& options) {
  if (options.rounds < 1) {
    return failure(ErrorCode::usage,
                   "expected rounds >= 1, found " + std::to_string(options.rounds));
  }
  for (const int jobs : options.jobs) {
    if (jobs < 1) {
      return failure(ErrorCode::usage, "expected jobs >= 1, found " + std::to_string(jobs));
    }
  }
  return {};
}

}  // namespace

Result<Comparison> compare(const std::vector<std::string>& inputs, const CompareOptions& options) {
  if (auto checked = check(options); !checked) return Failure(std::move(checked.error()));
  return Comparing(inputs, options).run();
}

std::vector<int> default_jobs(int cpus) {
  std::vector<int> jobs;
  for (int each = 1; each < cpus; each *= 2) jobs.push_back(each);
  jobs.push_back(std::max(cpus, 1));
  return jobs;
}

}  // namespace hilo
