// One run of `hilo stats`: check what can be checked before any reading, run, report, and say how
// it went in the exit code.
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/cluster.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/messages.h"
#include "cli/output_format.h"
#include "cli/progress.h"
#include "cli/result_report.h"
#include "cli/signals.h"
#include "discover/files_from.h"
#include "hilo/stats.h"
#include "hilo/transform.h"

namespace hilo::cli {
namespace {

Result<std::vector<std::string>> gather_inputs(const Arguments& arguments) {
  std::vector<std::string> inputs = arguments.positionals;
  const Separator separator = arguments.null_separated ? Separator::null : Separator::newline;
  for (const std::string& list : arguments.files_from) {
    Result<std::vector<std::string>> names = read_files_from(list, separator);
    if (!names) return names;
    inputs.insert(inputs.end(), std::make_move_iterator(names->begin()),
                  std::make_move_iterator(names->end()));
  }
  return inputs;
}

ProgressState progress_state(const Progress& progress) {
  return {.files_done = progress.files_done,
          .files_found = progress.files_found,
          .bytes_read = progress.bytes_read,
          .mean = progress.total.mean,
          .std = progress.total.std};
}

// The exit code where an expression is none, and what was said about it.
std::optional<int> refuse_expressions(const Transform& transform) {
  const auto refuse = [](const std::string& text, const Result<std::string>& checked) {
    const int code = say_usage("--" + checked.error().message, "stats");
    if (checked.error().offset >= 0) {
      say_lines(with_caret(text, static_cast<std::size_t>(checked.error().offset)));
    }
    return code;
  };
  if (!transform.expr.empty()) {
    const auto checked = canonical_expr(transform.expr);
    if (!checked) return refuse(transform.expr, checked);
  }
  if (!transform.where.empty()) {
    const auto checked = canonical_where(transform.where);
    if (!checked) return refuse(transform.where, checked);
  }
  return std::nullopt;
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
  if (const auto refused = refuse_expressions(arguments.stats.transform)) return *refused;
  if (arguments.dask) {
    const Result<void> able = become_able_to_reach_clusters(arguments);
    if (!able) return say_usage(able.error().message, "stats");
  }
  StatsOptions& options = arguments.stats;
  const Result<void> environment = apply_environment(options);
  if (!environment) return say_usage(environment.error().message, "stats");
  Result<std::vector<std::string>> inputs = gather_inputs(arguments);
  if (!inputs) return call_failed(inputs.error(), "stats");

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
