#include <unistd.h>

#include <string>

#include "base/quantity_text.h"
#include "cli/commands.h"
#include "cli/descriptors.h"
#include "cli/environment.h"
#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "cli/standard_output.h"
#include "hilo/generate.h"
#include "report/display.h"

namespace hilo::cli {
namespace {

// "10000 files in DIR: 10000 written, 0 kept (8.0 GB, 6.1 s)"
std::string report_line(const std::string& directory, const GenerateReport& report,
                        double elapsed_s) {
  const std::int64_t files = report.written + report.kept;
  std::string line = std::to_string(files) + (files == 1 ? " file in " : " files in ") +
                     report::escape_controls(directory) + ": " + std::to_string(report.written) +
                     " written, " + std::to_string(report.kept) + " kept";
  if (report.removed > 0) line += ", " + std::to_string(report.removed) + " removed";
  return line + " (" + bytes_text(static_cast<double>(report.bytes_written)) + ", " +
         seconds_text(elapsed_s) + ")";
}

}  // namespace

int run_generate(Arguments& arguments) {
  const std::string& directory = arguments.positionals.front();
  GenerateOptions& options = arguments.generate;
  ProgressDisplay progress(show_progress(arguments));
  catch_stop_signals();
  options.jobs = arguments.jobs;
  options.stop = stop_flag();
  if (progress.shown()) {
    options.on_progress = [&](std::int64_t done) {
      progress.update({.files_done = done, .files_found = options.files});
    };
  }
  const Result<GenerateReport> report = generate(directory, options);
  progress.hide();
  if (!report) {
    if (report.error().code == ErrorCode::usage) {
      return say_usage(to_string(report.error()), "generate");
    }
    say(to_string(report.error()));
    return kExitNoResult;
  }
  std::string line = report_line(directory, *report, progress.elapsed_s());
  if (is_terminal(STDOUT_FILENO) && !locale_is_utf8()) report::spell_without_mu(line);
  if (!report->complete) {
    say("stopped early: " + line);
    return kExitSignalBase + stop_signal();
  }
  return arguments.quiet ? kExitOk : print(line + "\n", kExitOk);
}

}  // namespace hilo::cli
