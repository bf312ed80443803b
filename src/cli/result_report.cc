#include "cli/result_report.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "cli/descriptors.h"
#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/result_output.h"
#include "cli/signals.h"
#include "report/profile_text.h"

namespace hilo::cli {
namespace {

ProgressState final_state(const StatsResult& result) {
  return {.files_done = result.files.included + result.files.failed,
          .files_found = result.files.found,
          .bytes_read = result.bytes_read,
          .mean = result.total.mean,
          .std = result.total.std};
}

// The result and the states would replace each other.
bool are_the_same(const std::string& output, const std::string& save) {
  namespace fs = std::filesystem;
  std::error_code error;
  // An absolute path, or the part of it that does not exist yet would stay relative.
  const auto canonical = [&](const std::string& path) {
    return fs::weakly_canonical(fs::absolute(path, error), error);
  };
  const fs::path a = canonical(output);
  const fs::path b = canonical(save);
  return output == save || (!error && a == b);
}

// Runs, with each row going to `output` as soon as it is there.
Result<StatsResult> run_and_write(const Arguments& arguments, const ReportedRun& run,
                                  ResultOutput& output) {
  const std::unique_ptr<report::Writer> writer =
      report::make_writer(run.format, output.sink(), output.writer_options(arguments.color));
  const Result<void> begun = writer->begin();
  if (!begun) return tl::unexpected(begun.error());
  // Nobody reads the rows any more, but the states are still to be saved.
  bool rows_unwanted = false;
  Result<StatsResult> result = run.run([&](Row&& row) -> Result<void> {
    if (rows_unwanted) return {};
    Result<void> written = writer->row(row);
    rows_unwanted = !written && output.closed_pipe() && !arguments.save.empty();
    return rows_unwanted ? Result<void>() : written;
  });
  run.progress.hide();
  if (!result || rows_unwanted) return result;
  const Result<void> ended = writer->end(*result);
  if (!ended) return tl::unexpected(ended.error());
  const Result<void> committed = output.commit();
  if (!committed) return tl::unexpected(committed.error());
  return result;
}

// What a person may not expect of states.
void say_notes(const Arguments& arguments, const StatsResult& result) {
  if (result.repeated > 0) {
    say(std::to_string(result.repeated) + (result.repeated == 1 ? " key stands" : " keys stand") +
        " for more than one file, all of which count: they had changed between the runs, or lay on "
        "different machines");
  }
  if (result.left_over > 0 && arguments.save == arguments.stats.resume.name()) {
    say(std::to_string(result.left_over) + (result.left_over == 1 ? " file" : " files") + " of " +
        arguments.save + " are no inputs of this run, and not in it any more");
  }
}

void say_summary(const Arguments& arguments, const StatsResult& result, double elapsed_s) {
  const FileCounts& files = result.files;
  const std::string found = std::to_string(files.found) + (files.found == 1 ? " input" : " inputs");
  const std::int64_t missing = files.found - files.included - files.failed;
  if (!arguments.quiet && files.failed > 0) {
    say(std::to_string(files.failed) + " of " + found + " failed");
  }
  if (result.stopped) {
    say("stopped early: " + std::to_string(files.included) + " of " + found +
        " included, the result is incomplete");
  } else if (missing > 0) {
    say(std::to_string(missing) + " of " + found +
        " are missing: a run was interrupted, the result is incomplete");
  }
  if (!arguments.quiet) say_notes(arguments, result);
  if (arguments.verbose) {
    std::string line = std::to_string(files.included) + " of " + found + " included, " +
                       std::to_string(result.total.size) + " values, ";
    if (result.lost_workers > 0) line += std::to_string(result.lost_workers) + " workers lost, ";
    if (result.recalled > 0) line += std::to_string(result.recalled) + " files not read again, ";
    line += bytes_text(static_cast<double>(result.bytes_read));
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, ", %.3f s", elapsed_s);
    say(line + seconds);
  }
}

void say_profile(const Profile& profile) {
  const bool fits = is_terminal(STDERR_FILENO);
  const int columns = fits ? terminal_size(STDERR_FILENO).columns : 80;
  std::string text = report::profile_text(profile, static_cast<std::size_t>(std::max(columns, 60)));
  text.pop_back();
  say_lines(text);
}

int exit_code(const StatsResult& result) {
  if (result.stopped) return kExitSignalBase + stop_signal();
  return result.complete ? kExitOk : kExitSomeFailed;
}

}  // namespace

int call_failed(const Error& error, std::string_view command) {
  if (error.code == ErrorCode::usage) return say_usage(to_string(error), command);
  say(to_string(error));
  return kExitNoResult;
}

int report_run(const Arguments& arguments, const ReportedRun& run) {
  if (!arguments.save.empty() && !arguments.output.empty() &&
      are_the_same(arguments.output, arguments.save)) {
    return say_usage(
        "expected two files for --output and --save, found " + arguments.save + " for both",
        run.command);
  }
  catch_stop_signals();
  ResultOutput output(arguments.output, arguments.stats.on_error == OnError::fail,
                      [&] { run.progress.hide(); });
  const Result<void> opened = output.open();
  if (!opened && stop_signal() != 0) return kExitSignalBase + stop_signal();
  if (!opened) return call_failed(opened.error(), run.command);

  const Result<StatsResult> result = run_and_write(arguments, run, output);
  if (!result) {
    return output.closed_pipe() ? kExitClosedPipe : call_failed(result.error(), run.command);
  }
  if (output.closed_pipe()) return kExitClosedPipe;
  run.progress.finish(final_state(*result));
  say_errors(result->errors);
  if (result->profile && !arguments.quiet) say_profile(*result->profile);
  say_summary(arguments, *result, run.progress.elapsed_s());
  return exit_code(*result);
}

}  // namespace hilo::cli
