// One run of `hilo merge`: the states of earlier runs become the result of one.
#include <vector>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/output_format.h"
#include "cli/progress.h"
#include "cli/result_report.h"
#include "cli/signals.h"
#include "hilo/merge.h"

namespace hilo::cli {

int run_merge(Arguments& arguments) {
  const Result<report::Format> format = output_format(arguments.format, arguments.output);
  if (!format) return say_usage(format.error().message, "merge");
  MergeOptions options;
  options.by = arguments.stats.by;
  options.ddof = arguments.stats.ddof;
  options.nan_policy = arguments.stats.nan_policy;
  options.subtract.assign(arguments.subtract.begin(), arguments.subtract.end());
  options.save = arguments.save;
  options.stop = stop_flag();
  const std::vector<SavedRun> states(arguments.positionals.begin(), arguments.positionals.end());
  ProgressDisplay progress(false);
  const int code = report_run(
      arguments,
      {.command = "merge", .format = *format, .progress = progress, .run = [&](TakeRow take_row) {
         options.on_row = std::move(take_row);
         return merge(states, options);
       }});
  const bool was_stopped = stop_signal() != 0 && code == kExitSignalBase + stop_signal();
  if (was_stopped && !options.save.empty()) say(options.save + " is as it was before");
  return code;
}

}  // namespace hilo::cli
