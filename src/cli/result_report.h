// A run whose result is written as it comes: what `stats` and `merge` share.
#ifndef HILO_CLI_RESULT_REPORT_H_
#define HILO_CLI_RESULT_REPORT_H_

#include <functional>
#include <string_view>

#include "cli/arguments.h"
#include "cli/progress.h"
#include "hilo/error.h"
#include "hilo/stats.h"
#include "report/writer.h"

namespace hilo::cli {

// Takes the next row of the result.
using TakeRow = std::function<Result<void>(Row&&)>;

struct ReportedRun {
  std::string_view command;
  report::Format format;
  ProgressDisplay& progress;
  std::function<Result<StatsResult>(TakeRow take_row)> run;
};

// Runs, writes the result where the arguments want it, says what failed, and gives the exit code.
int report_run(const Arguments& arguments, const ReportedRun& run);

// USAGE where two of the files that are to be written would replace each other.
Result<void> check_files(const Arguments& arguments);

// Says why there is no result; gives the exit code.
int call_failed(const Error& error, std::string_view command);

// The same of the list of inputs, which a stop signal may have ended.
int inputs_failed(const Error& error, std::string_view command);

}  // namespace hilo::cli

#endif  // HILO_CLI_RESULT_REPORT_H_
