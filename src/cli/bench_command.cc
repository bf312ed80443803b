// One run of `hilo bench`: check, find out who can do the work, compare, report.
#include <algorithm>
#include <exception>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "base/cpus.h"
#include "cli/cluster.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/exit_code.h"
#include "cli/flag_value.h"
#include "cli/given.h"
#include "cli/html_output.h"
#include "cli/messages.h"
#include "cli/output_format.h"
#include "cli/progress.h"
#include "cli/result_output.h"
#include "cli/result_report.h"
#include "cli/signals.h"
#include "compare/compare.h"
#include "compare/comparison_html.h"
#include "compare/comparison_text.h"
#include "compare/comparison_writer.h"

namespace hilo::cli {
namespace {

constexpr const char* kDask = "dask";

bool has_dask(const std::vector<std::string>& ways) {
  return std::find(ways.begin(), ways.end(), kDask) != ways.end();
}

// A cluster for each number of workers; they start with their first run.
class Clusters {
 public:
  void add(int workers) { clusters_[workers] = reach_cluster({}, workers); }
  BatchExecutor* with(int workers) const { return clusters_.at(workers).get(); }

 private:
  std::map<int, std::unique_ptr<BatchExecutor>> clusters_;
};

// What follows a traceback.
std::string last_line_of(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

// Why there are none; empty where there are.
std::string make_clusters(const CompareOptions& options, Clusters& clusters) {
  const std::vector<int> jobs = options.jobs.empty() ? default_jobs(allowed_cpus()) : options.jobs;
  try {
    for (const int workers : jobs) clusters.add(workers);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {  // of Python, where it lacks a package
    return last_line_of(error.what());
  }
  return {};
}

// Adds "dask" where nobody has said which ways, and it can be had; else a note why not. Becomes
// Python where that is needed for it.
Result<void> choose_ways(Arguments& arguments, Clusters& clusters) {
  CompareOptions& options = arguments.bench;
  const bool is_asked_for = has_dask(arguments.ways);
  const bool may_be = arguments.ways.empty();
  if (!arguments.ways.empty()) options.ways = arguments.ways;
  if (!is_asked_for && !may_be) return {};
  std::string why = is_asked_for ? "" : why_no_clusters();
  if (why.empty() && stop_signal() == 0) {
    auto able = become_able_to_reach_clusters(arguments);
    if (!able) return able;
    if (stop_signal() == 0) why = make_clusters(options, clusters);
  }
  if (stop_signal() != 0) return {};  // nothing will be measured
  if (!why.empty()) {
    if (is_asked_for) return usage("--executor dask: " + why);
    options.notes.push_back("dask: left out: " + why);
    return {};
  }
  if (may_be) options.ways.emplace_back(kDask);
  options.cluster = [&clusters](int workers) { return clusters.with(workers); };
  return {};
}

// Numbers of workers that no executor is timed with.
void note_useless_jobs(const Arguments& arguments, CompareOptions& options) {
  const bool is_serial = arguments.ways == std::vector<std::string>{"serial"};
  if (!is_serial || options.jobs.empty() || options.jobs.back() == 1) return;
  options.notes.emplace_back("serial has one worker, whatever --jobs says");
}

// Nothing where no page is wanted.
Result<void> write_page(const Comparison& comparison, HtmlOutput& page) {
  if (!page.is_wanted()) return {};
  return write_comparison_html(comparison, page.options(), page.sink()).and_then([&] {
    return page.commit();
  });
}

bool is_failed_way(const Candidate& candidate) {
  return !candidate.notebook && !candidate.failure.empty();
}

// Says what is wrong, and gives the exit code.
int say_outcome(const Comparison& comparison, bool quiet) {
  say_errors(comparison.errors);
  if (!quiet && !comparison.errors.empty()) {
    const auto failed = static_cast<std::int64_t>(comparison.errors.size());
    say(std::to_string(failed) + " of " + count_text(comparison.files + failed, "input") +
        " failed");
  }
  for (const Candidate& candidate : comparison.candidates) {
    if (is_failed_way(candidate)) say(candidate_name(candidate) + ": FAILED: " + candidate.failure);
  }
  if (comparison.other_results > 0) {
    say("RESULTS DIFFER: " + std::to_string(comparison.other_results) + " of " +
        std::to_string(comparison.same_results + comparison.other_results) +
        " are not the first: " + disagreement_reason(comparison));
    return kExitNoResult;
  }
  if (comparison.stopped) {
    say("stopped early: the comparison is incomplete");
    return kExitSignalBase + stop_signal();
  }
  const bool is_complete =
      comparison.errors.empty() &&
      std::none_of(comparison.candidates.begin(), comparison.candidates.end(), is_failed_way);
  return is_complete ? kExitOk : kExitSomeFailed;
}

int compare_and_report(const Arguments& arguments, const std::vector<std::string>& inputs,
                       ComparisonFormat format) {
  ProgressDisplay progress(show_progress(arguments));
  ResultOutput output(arguments.output, false, [&] { progress.hide(); });
  HtmlOutput page(arguments);
  const Result<void> opened = output.open().and_then([&] { return page.open(); });
  if (!opened && stop_signal() != 0) return kExitSignalBase + stop_signal();
  if (!opened) return call_failed(opened.error(), "bench");

  CompareOptions options = arguments.bench;
  note_useless_jobs(arguments, options);
  options.transform = arguments.stats.transform;
  options.chunk_bytes = arguments.stats.chunk_bytes;
  options.stop = stop_flag();
  options.on_step = [&](const std::string& what) { progress.show(what); };
  const Result<Comparison> comparison = compare(inputs, options);
  progress.hide();
  if (!comparison) return call_failed(comparison.error(), "bench");
  const Result<void> written =
      write_comparison(format, *comparison, output.sink(), output.writer_options(arguments.color))
          .and_then([&] { return output.commit(); });
  // Who does not want the table may want the page.
  const Result<void> shown = write_page(*comparison, page);
  if (!written) {
    return output.closed_pipe() ? kExitClosedPipe : call_failed(written.error(), "bench");
  }
  const int code = say_outcome(*comparison, arguments.quiet);
  if (shown) return code;
  say(to_string(shown.error()) + "; the result is not affected");
  return std::max(code, kExitNoResult);
}

}  // namespace

int run_bench(Arguments& arguments) {
  const Result<ComparisonFormat> format =
      comparison_format(arguments.comparison_format, arguments.output);
  if (!format) return say_usage(format.error().message, "bench");
  if (arguments.positionals.empty() && arguments.files_from.empty()) {
    return say_usage("expected INPUT... or --files-from, found neither", "bench");
  }
  if (const auto checked = check_files(arguments); !checked) {
    return say_usage(checked.error().message, "bench");
  }
  if (const auto refused = refuse_expressions(arguments.stats.transform, "bench")) return *refused;
  const Result<void> environment = apply_environment(arguments.stats);
  if (!environment) return say_usage(environment.error().message, "bench");
  catch_stop_signals();
  Clusters clusters;
  const Result<void> chosen = choose_ways(arguments, clusters);
  if (!chosen) return say_usage(chosen.error().message, "bench");
  // Where it was stopped meanwhile, what is reported is that nothing was measured.
  const Result<std::vector<std::string>> inputs = gather_inputs(arguments);
  if (!inputs) return inputs_failed(inputs.error(), "bench");
  return compare_and_report(arguments, *inputs, *format);
}

}  // namespace hilo::cli
