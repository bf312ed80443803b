#include "cli/result_report.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/quantity_text.h"
#include "cli/descriptors.h"
#include "cli/environment.h"
#include "cli/exit_code.h"
#include "cli/html_output.h"
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

bool are_the_same(const std::string& one, const std::string& other) {
  namespace fs = std::filesystem;
  std::error_code error;
  // An absolute path, or the part of it that does not exist yet would stay relative.
  const auto canonical = [&](const std::string& path) {
    const Result<std::string> target = output_target(path);
    return fs::weakly_canonical(fs::absolute(target ? *target : path, error), error);
  };
  const fs::path a = canonical(one);
  const fs::path b = canonical(other);
  return one == other || (!error && a == b);
}

// Runs, with each row going to `output` as soon as it is there. The page is made last; one that
// cannot be written is told in `page_error`, and costs no result.
Result<StatsResult> run_and_write(const Arguments& arguments, const ReportedRun& run,
                                  ResultOutput& output, HtmlOutput& page,
                                  std::optional<Error>& page_error) {
  const std::unique_ptr<report::Writer> writer =
      report::make_writer(run.format, output.sink(), output.writer_options(arguments.color));
  const Result<void> begun = writer->begin();
  if (!begun) return tl::unexpected(begun.error());
  // Nobody reads the rows any more, but the states and the page are still to be written.
  bool rows_unwanted = false;
  const bool goes_on = !arguments.save.empty() || page.is_wanted();
  Result<StatsResult> result = run.run([&](Row&& row) -> Result<void> {
    page.row(row);
    if (rows_unwanted) return {};
    Result<void> written = writer->row(row);
    rows_unwanted = !written && output.closed_pipe() && goes_on;
    return rows_unwanted ? Result<void>() : written;
  });
  run.progress.hide();
  if (!result) return result;
  // The page shows what was measured, also where nobody has asked for it in the result.
  std::optional<Profile> profile = result->profile;
  if (!arguments.profile) result->profile.reset();
  if (!rows_unwanted) {
    Result<void> written = writer->end(*result);
    if (written) written = output.commit();
    rows_unwanted = !written && output.closed_pipe() && goes_on;
    if (!written && !rows_unwanted) return tl::unexpected(written.error());
  }
  profile.swap(result->profile);
  auto shown = page.write(*result).and_then([&] { return page.commit(); });
  profile.swap(result->profile);
  if (!shown) page_error = std::move(shown.error());
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

int exit_code(const StatsResult& result, bool lacks_page) {
  if (result.stopped) return kExitSignalBase + stop_signal();
  if (result.trace_error || lacks_page) return kExitNoResult;
  return result.complete ? kExitOk : kExitSomeFailed;
}

}  // namespace

Result<void> check_files(const Arguments& arguments) {
  const std::pair<const char*, const std::string*> files[] = {{"--output", &arguments.output},
                                                              {"--save", &arguments.save},
                                                              {"--trace", &arguments.stats.trace},
                                                              {"--html", &arguments.html}};
  for (const auto& [flag, file] : files) {
    for (const auto* other = files; other->second != file; ++other) {
      if (file->empty() || other->second->empty() || !are_the_same(*other->second, *file)) continue;
      return failure(ErrorCode::usage, std::string("expected two files for ") + other->first +
                                           " and " + flag + ", found " + *file + " for both");
    }
  }
  return {};
}

int inputs_failed(const Error& error, std::string_view command) {
  if (stop_signal() == 0) return call_failed(error, command);
  say("stopped early: the list of inputs is incomplete, and nothing was done");
  return kExitSignalBase + stop_signal();
}

int call_failed(const Error& error, std::string_view command) {
  if (error.code == ErrorCode::usage) return say_usage(to_string(error), command);
  say(to_string(error));
  return kExitNoResult;
}

int report_run(const Arguments& arguments, const ReportedRun& run) {
  if (const Result<void> checked = check_files(arguments); !checked) {
    return say_usage(checked.error().message, run.command);
  }
  catch_stop_signals();
  ResultOutput output(arguments.output, arguments.stats.on_error == OnError::fail,
                      [&] { run.progress.hide(); });
  HtmlOutput page(arguments);
  Result<void> opened = output.open();
  if (opened) opened = page.open();
  if (!opened && stop_signal() != 0) return kExitSignalBase + stop_signal();
  if (!opened) return call_failed(opened.error(), run.command);

  std::optional<Error> page_error;
  const Result<StatsResult> result = run_and_write(arguments, run, output, page, page_error);
  if (!result) {
    return output.closed_pipe() ? kExitClosedPipe : call_failed(result.error(), run.command);
  }
  const auto say_what_is_missing = [&] {
    for (const std::optional<Error>& error : {result->trace_error, page_error}) {
      if (error) say(to_string(*error) + "; the result is not affected");
    }
  };
  if (output.closed_pipe()) {
    say_what_is_missing();
    return kExitClosedPipe;
  }
  run.progress.finish(final_state(*result));
  say_errors(result->errors);
  // Who wants it in JSON and quiet has it there.
  const bool is_in_result =
      run.format == report::Format::json || run.format == report::Format::jsonl;
  const bool is_quiet = arguments.quiet && is_in_result;
  if (result->profile && arguments.profile && !is_quiet) say_profile(*result->profile);
  say_summary(arguments, *result, run.progress.elapsed_s());
  say_what_is_missing();
  return exit_code(*result, page_error.has_value());
}

}  // namespace hilo::cli
