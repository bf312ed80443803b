// hilo::stats as a list of stages: discover, read and accumulate, merge, finalize, report.

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <stop_token>
#include <system_error>
#include <thread>
#include <utility>

#include "base/cpus.h"
#include "discover/discover.h"
#include "execute/executor.h"
#include "execute/outcome.h"
#include "execute/row_builder.h"
#include "expression/engine.h"
#include "expression/transform_text.h"
#include "hilo/stats.h"
#include "profiled_run.h"
#include "store/earlier_run.h"
#include "store/run_file.h"

namespace hilo {
namespace {

Result<void> check_options(const StatsOptions& options) {
  if (options.jobs < 0) {
    return failure(ErrorCode::usage, "expected jobs >= 1, found " + std::to_string(options.jobs));
  }
  if (options.ddof < 0) {
    return failure(ErrorCode::usage, "expected ddof >= 0, found " + std::to_string(options.ddof));
  }
  const bool is_here = options.batches != nullptr || options.executor != Executor::processes;
  if (options.transform.function.function != nullptr && !is_here) {
    return failure(ErrorCode::usage,
                   "expected the executor serial or threads for a function, which other processes "
                   "do not have, found processes");
  }
  return check_chunk_bytes(options.chunk_bytes);
}

// Calls on_progress about ten times a second while it lives.
class ProgressTicker {
 public:
  ProgressTicker(const RowBuilder& rows, const std::atomic<std::int64_t>& bytes_read,
                 const StatsOptions& options)
      : thread_([&rows, &bytes_read, &options, this](const std::stop_token& stop) {
          std::mutex mutex;
          std::unique_lock lock(mutex);
          while (!ended_.wait_for(lock, stop, std::chrono::milliseconds(100), [] {
            return false;
          }) && !stop.stop_requested()) {
            Progress progress = rows.progress();
            progress.bytes_read = bytes_read.load(std::memory_order_relaxed);
            options.on_progress(progress);
          }
        }) {}

 private:
  std::condition_variable_any ended_;
  std::jthread thread_;
};

// A run that goes on from what it saves itself, the first time.
bool is_first_of_its_kind(const StatsOptions& options) {
  return !options.resume.bytes() && options.resume.name() == options.save &&
         ::access(options.save.c_str(), F_OK) != 0;
}

// What a run reads of an earlier one, and where it is saved.
struct Runs {
  std::optional<EarlierRun> earlier;
  RunSaver saved;
};

// `transform` is the text of what is computed from the elements.
Result<Runs> open_runs(const StatsOptions& options, const std::string& transform) {
  Runs runs;
  if (!options.resume.is_none() && !is_first_of_its_kind(options)) {
    auto opened = EarlierRun::open(options.resume, transform);
    if (!opened) return Failure(std::move(opened.error()));
    runs.earlier.emplace(std::move(*opened));
  }
  auto saved = RunSaver::open(options.save, options.save_bytes, transform);
  if (!saved) return Failure(std::move(saved.error()));
  runs.saved = std::move(*saved);
  return runs;
}

bool recall(EarlierRun& earlier, NanPolicy nan_policy, FileOutcome& outcome) {
  if (!earlier.recall(outcome)) return false;
  if (auto error = nan_error(outcome.scan.moments, nan_policy)) fail(outcome, std::move(*error));
  return true;
}

// Without one where no thread is left for it.
void start_ticker(std::optional<ProgressTicker>& ticker, const RowBuilder& rows,
                  const std::atomic<std::int64_t>& bytes_read, const StatsOptions& options) {
  if (!options.on_progress) return;
  try {
    ticker.emplace(rows, bytes_read, options);
  } catch (const std::system_error&) {
  }
}

Executor chosen_executor(const StatsOptions& options, int jobs) {
  if (options.executor != Executor::automatic) return options.executor;
  return jobs == 1 ? Executor::serial : Executor::threads;
}

// Gives how many workers were lost.
Result<std::int64_t> run_executor(const Plan& plan, Executor executor, const RowBuilder& rows,
                                  const StatsOptions& options) {
  std::optional<ProgressTicker> ticker;
  start_ticker(ticker, rows, *plan.context.bytes_read, options);
  if (options.batches != nullptr) {
    return run_batches(plan, *options.batches).map([] { return std::int64_t{0}; });
  }
  if (executor == Executor::processes) return run_processes(plan);
  executor == Executor::serial ? run_serial(plan) : run_threads(plan);
  return 0;
}

// No worker is left to go on from the input at `first`. Saves what was done, and what an earlier
// run knew of the rest; adds to the error that it is saved.
void save_what_is_known(const Plan& plan, std::size_t first, RunSaver& saved,
                        const std::string& path, bool all_found, Error& error) {
  FileOutcome outcome;
  for (std::size_t index = first; index < plan.inputs.size(); ++index) {
    (void)begin(outcome, plan, index);
    if (!saved.add(outcome)) return;
  }
  if (saved.commit(all_found) && !path.empty()) {
    error.message += "; what was done before is in " + path;
  }
}

// What the run was about, and what it owes to an earlier one.
Result<void> add_origins(const StatsOptions& options, const Runs& runs, const std::string& text,
                         StatsResult& result) {
  const TransformLines lines = *read_transform_text(text);
  result.expr = lines.expr;
  result.where = lines.where;
  if (!runs.earlier) return {};
  result.recalled = runs.earlier->recalled();
  result.left_over = runs.earlier->left_over();
  // A typing error in an input does not cost the states of all that was done before.
  const bool is_another_run = result.left_over > 0 && result.files.included == 0;
  if (is_another_run && !options.save.empty() && options.resume.name() == options.save) {
    return failure(ErrorCode::usage,
                   "expected inputs that can be read, found none, and none of the " +
                       std::to_string(result.left_over) +
                       " files of the run to resume; it is kept as it was",
                   options.save);
  }
  return {};
}

}  // namespace

Result<StatsResult> stats(std::vector<std::string> inputs, const StatsOptions& options) {
  if (auto checked = check_options(options); !checked) return Failure(std::move(checked.error()));
  auto profiled = ProfiledRun::begin(options);
  if (!profiled) return Failure(std::move(profiled.error()));
  enter_stage(Stage::compute);
  auto transform = make_engine(options.transform, options.batches == nullptr);
  if (!transform) return Failure(std::move(transform.error()));

  // Which files, in which order. Nothing is read before this is known to be right.
  enter_stage(Stage::discover);
  const Order order = options.by == GroupBy::directory ? Order::by_directory : Order::natural;
  // A run that goes on from an earlier one and is stopped saves what that one knew: all of it.
  const std::atomic<bool>* const stop = options.resume.is_none() ? options.stop : nullptr;
  auto list = discover(std::move(inputs), order, stop);
  if (!list) return Failure(std::move(list.error()));
  const bool all_found = stop == nullptr || !*stop;

  enter_stage(Stage::merge);
  const std::string text = transform_text(transform->get());
  auto runs = open_runs(options, text);
  if (!runs) return Failure(std::move(runs.error()));

  // Outcomes become rows, in order, as they come.
  RowBuilder rows(*list, options);
  std::optional<Error> save_error;

  // Read, decode, accumulate: one state a file, whoever does it.
  std::atomic<std::int64_t> bytes_read = 0;
  ScanContext context;
  context.chunk_bytes = options.chunk_bytes;
  context.nan_policy = options.nan_policy;
  context.stop = options.stop;
  context.bytes_read = &bytes_read;
  context.transform = transform->get();
  context.profile = profiled->recorder();
  Plan plan = {*list, context, options.jobs == 0 ? allowed_cpus() : options.jobs};
  if (runs->earlier) {
    plan.recall = [&](FileOutcome& outcome) {
      return recall(*runs->earlier, options.nan_policy, outcome);
    };
  }
  const Executor executor = chosen_executor(options, plan.jobs);
  std::size_t taken = 0;
  plan.take = [&](std::size_t index, FileOutcome& outcome) {
    taken = index + 1;
    profiled->note(index, outcome);
    if (runs->saved.is_wanted()) enter_timed_stage(Stage::report);
    if (auto added = runs->saved.add(outcome); !added) {
      save_error = std::move(added.error());
      return false;
    }
    enter_stage(Stage::merge);
    return rows.take(index, outcome);
  };
  auto lost_workers = run_executor(plan, executor, rows, options);
  if (current_worker != nullptr) current_worker->end_files();
  if (!lost_workers) {
    if (runs->saved.is_wanted() && taken > 0) {
      save_what_is_known(plan, taken, runs->saved, options.save, all_found, lost_workers.error());
    }
    return Failure(std::move(lost_workers.error()));
  }

  // The last row, the total, the errors.
  if (save_error) return Failure(std::move(*save_error));
  auto result = rows.finish(all_found);
  if (!result) return result;
  result->bytes_read = bytes_read.load();
  result->lost_workers = *lost_workers;
  if (auto added = add_origins(options, *runs, text, *result); !added) {
    return Failure(std::move(added.error()));
  }
  enter_stage(Stage::report);
  if (auto committed = runs->saved.commit(all_found); !committed) {
    return Failure(std::move(committed.error()));
  }
  result->profile =
      profiled->end(*list, plan, executor, text.empty() ? "" : describe_transform(text));
  if (auto committed = profiled->commit_trace(*list); !committed) {
    result->trace_error = std::move(committed.error());
  }
  return result;
}

}  // namespace hilo
