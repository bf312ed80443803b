// One run of `hilo stats`: check what can be checked before any reading, run, report, and say how
// it went in the exit code.
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/output_format.h"
#include "cli/progress.h"
#include "cli/result_output.h"
#include "cli/signals.h"
#include "discover/files_from.h"
#include "hilo/stats.h"
#include "report/number.h"
#include "report/writer.h"

namespace hilo::cli {
namespace {

int call_failed(const Error& error) {
  if (error.code == ErrorCode::usage) return say_usage(to_string(error), "stats");
  say(to_string(error));
  return kExitNoResult;
}

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

ProgressState final_state(const StatsResult& result) {
  return {.files_done = result.files.included + result.files.failed,
          .files_found = result.files.found,
          .bytes_read = result.bytes_read,
          .mean = result.total.mean,
          .std = result.total.std};
}

// Runs, with each row going to `output` as soon as it is there.
Result<StatsResult> run_and_write(Arguments& arguments, std::vector<std::string> inputs,
                                  report::Format format, ResultOutput& output,
                                  ProgressDisplay& progress) {
  const std::unique_ptr<report::Writer> writer =
      report::make_writer(format, output.sink(), output.writer_options(arguments.color));
  StatsOptions& options = arguments.stats;
  options.jobs = arguments.jobs;
  options.stop = stop_flag();
  options.on_row = [&](Row&& row) { return writer->row(row); };
  if (progress.shown()) {
    options.on_progress = [&](const Progress& now) { progress.update(progress_state(now)); };
  }
  const Result<void> begun = writer->begin();
  if (!begun) return tl::unexpected(begun.error());
  Result<StatsResult> result = stats(std::move(inputs), options);
  progress.hide();
  if (!result) return result;
  const Result<void> ended = writer->end(*result);
  if (!ended) return tl::unexpected(ended.error());
  const Result<void> committed = output.commit();
  if (!committed) return tl::unexpected(committed.error());
  return result;
}

void say_summary(const Arguments& arguments, const StatsResult& result, double elapsed_s) {
  const FileCounts& files = result.files;
  const std::string found = std::to_string(files.found) + (files.found == 1 ? " input" : " inputs");
  if (!arguments.quiet && files.failed > 0) {
    say(std::to_string(files.failed) + " of " + found + " failed");
  }
  if (result.stopped) {
    say("stopped early: " + std::to_string(files.included) + " of " + found +
        " included, the result is incomplete");
  }
  if (arguments.verbose) {
    std::string line = std::to_string(files.included) + " of " + found + " included, " +
                       std::to_string(result.total.size) + " values, " +
                       bytes_text(static_cast<double>(result.bytes_read)) + ", ";
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.3f s", elapsed_s);
    say(line + seconds);
  }
}

int exit_code(const StatsResult& result) {
  if (result.stopped) return kExitSignalBase + stop_signal();
  return result.complete ? kExitOk : kExitSomeFailed;
}

}  // namespace

int run_stats(Arguments& arguments) {
  const Result<report::Format> format = output_format(arguments.format, arguments.output);
  if (!format) return say_usage(format.error().message, "stats");
  if (arguments.positionals.empty() && arguments.files_from.empty()) {
    return say_usage("expected INPUT... or --files-from, found neither", "stats");
  }
  const Result<void> environment = apply_environment(arguments.stats);
  if (!environment) return say_usage(environment.error().message, "stats");
  Result<std::vector<std::string>> inputs = gather_inputs(arguments);
  if (!inputs) return call_failed(inputs.error());

  ProgressDisplay progress(show_progress(arguments));
  catch_stop_signals();
  ResultOutput output(arguments.output, arguments.stats.on_error == OnError::fail,
                      [&progress] { progress.hide(); });
  const Result<void> opened = output.open();
  if (!opened && stop_signal() != 0) return kExitSignalBase + stop_signal();
  if (!opened) return call_failed(opened.error());

  const Result<StatsResult> result =
      run_and_write(arguments, *std::move(inputs), *format, output, progress);
  if (!result) return output.closed_pipe() ? kExitClosedPipe : call_failed(result.error());
  progress.finish(final_state(*result));
  say_errors(result->errors);
  say_summary(arguments, *result, progress.elapsed_s());
  return exit_code(*result);
}

}  // namespace hilo::cli
