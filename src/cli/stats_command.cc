// One run of `hilo stats`: check what can be checked before any reading, run, report, and say how
// it went in the exit code.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/cluster.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/given.h"
#include "cli/messages.h"
#include "cli/output_format.h"
#include "cli/progress.h"
#include "cli/result_report.h"
#include "cli/signals.h"
#include "hilo/stats.h"

namespace hilo::cli {
namespace {

ProgressState progress_state(const Progress& progress) {
  return {.files_done = progress.files_done,
          .files_found = progress.files_found,
          .bytes_read = progress.bytes_read,
          .mean = progress.total.mean,
          .std = progress.total.std};
}

}  // namespace

int run_stats(Arguments& arguments) {
  const Result<report::Format> format = output_format(arguments.format, arguments.output);
  if (!format) return say_usage(format.error().message, "stats");
  if (arguments.positionals.empty() && arguments.files_from.empty()) {
    return say_usage("expected INPUT... or --files-from, found neither", "stats");
  }
  if (!arguments.dask && !arguments.scheduler.empty()) {
    return say_usage("--scheduler: expected --executor dask with it, found another", "stats");
  }
  if (const auto refused = refuse_expressions(arguments.stats.transform, "stats")) return *refused;
  if (arguments.dask) {
    const Result<void> able = become_able_to_reach_clusters(arguments);
    if (!able) return say_usage(able.error().message, "stats");
    catch_stop_signals();
  }
  StatsOptions& options = arguments.stats;
  const Result<void> environment = apply_environment(options);
  if (!environment) return say_usage(environment.error().message, "stats");
  Result<std::vector<std::string>> inputs = gather_inputs(arguments);
  if (!inputs) return inputs_failed(inputs.error(), "stats");

  std::unique_ptr<BatchExecutor> cluster;
  if (arguments.dask) cluster = reach_cluster(arguments);
  options.batches = cluster.get();
  ProgressDisplay progress(show_progress(arguments));
  options.jobs = arguments.jobs;
  options.save = arguments.save;
  options.stop = stop_flag();
  options.profile = arguments.profile || !arguments.html.empty();
  if (progress.shown()) {
    options.on_progress = [&](const Progress& now) { progress.update(progress_state(now)); };
  }
  return report_run(
      arguments,
      {.command = "stats", .format = *format, .progress = progress, .run = [&](TakeRow take_row) {
         options.on_row = std::move(take_row);
         return stats(*std::move(inputs), options);
       }});
}

}  // namespace hilo::cli
