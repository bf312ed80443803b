#include "cli/bench_flags.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/nearest.h"
#include "cli/flag_value.h"

namespace hilo::cli {
namespace {

constexpr std::array<std::string_view, 4> kWays = {"serial", "threads", "processes", "dask"};
constexpr std::string_view kColds[] = {"auto", "on", "off"};
constexpr std::string_view kFormats[] = {"table", "csv", "json", "markdown"};

constexpr std::int64_t kMostJobs = 100'000;
constexpr std::int64_t kMostRounds = 1'000'000;

// "a,b" is a and b; "" is one item that is empty.
std::vector<std::string_view> items_of(std::string_view list) {
  std::vector<std::string_view> items;
  for (std::size_t begin = 0;;) {
    const std::size_t comma = list.find(',', begin);
    items.push_back(list.substr(begin, comma - begin));
    if (comma == std::string_view::npos) return items;
    begin = comma + 1;
  }
}

// In the order of kWays, each once.
Result<void> apply_ways(const FlagValue& value, Arguments& arguments) {
  const auto items = items_of(value.text);
  for (const std::string_view item : items) {
    if (std::find(kWays.begin(), kWays.end(), item) != kWays.end()) continue;
    std::string message =
        "expected a list of " + choices_text(kWays) + ", found '" + std::string(item) + "'";
    const std::string_view meant = nearest(item, kWays);
    if (!meant.empty()) message += "; did you mean " + std::string(meant) + "?";
    return usage(message);
  }
  arguments.ways.clear();
  for (const std::string_view way : kWays) {
    if (std::find(items.begin(), items.end(), way) != items.end()) arguments.ways.emplace_back(way);
  }
  return {};
}

// In rising order, each once.
Result<void> apply_jobs_list(const FlagValue& value, Arguments& arguments) {
  std::vector<int> jobs;
  for (const std::string_view item : items_of(value.text)) {
    const auto parsed = parse_integer(item, 1, kMostJobs);
    if (!parsed) return tl::unexpected(parsed.error());
    jobs.push_back(static_cast<int>(*parsed));
  }
  std::sort(jobs.begin(), jobs.end());
  jobs.erase(std::unique(jobs.begin(), jobs.end()), jobs.end());
  arguments.bench.jobs = std::move(jobs);
  return {};
}

}  // namespace

constinit const Flag kBenchExecutor = {
    .name = "executor",
    .value_name = "LIST",
    .category = Category::execution,
    .short_help = "which executors: some of serial, threads, processes and dask",
    .long_help =
        "Separated by commas, as in threads,processes. The default is all, and dask where Python "
        "has hilo[dask]; dask starts clusters on this machine.",
    .items = kWays,
    .apply = apply_ways};

constinit const Flag kBenchJobs = {
    .name = "jobs",
    .short_name = 'j',
    .value_name = "LIST",
    .category = Category::execution,
    .short_help = "with how many workers, as in 1,2,4",
    .long_help =
        "The default is 1, 2, 4 and so on up to the number of CPUs that the program may use, which "
        "is the last.",
    .choices = {},
    .apply = apply_jobs_list};

constinit const Flag kRounds = {
    .name = "rounds",
    .value_name = "N",
    .category = Category::execution,
    .short_help = "how often each is timed",
    .long_help =
        "5 is the default. All are run in turn, in the opposite order in every second round. What "
        "is shown are medians.",
    .choices = {},
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      return parse_integer(value.text, 1, kMostRounds).map([&](std::int64_t rounds) {
        arguments.bench.rounds = static_cast<int>(rounds);
      });
    }};

constinit const Flag kCold = {
    .name = "cold",
    .value_name = "WHEN",
    .category = Category::execution,
    .short_help = "also time files that are not in memory: auto, on or off",
    .long_help =
        "Before each such run the system is asked to let go of the files. auto (the default) does "
        "a round where that works, and as many more as fit into half a minute; on does all rounds, "
        "and is an error where it does not work.",
    .choices = kColds,
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      arguments.bench.cold = static_cast<ColdRuns>(value.choice);
      return {};
    }};

constinit const Flag kNotebook = {
    .name = "notebook",
    .category = Category::execution,
    .short_help = "also time the ways of a notebook: a loop, a thread a file, lost processes",
    .long_help =
        "The lecture's own ways: one file after the other, each into a new array; a thread for "
        "each file, started all at once, which fails where descriptors, threads or memory run out; "
        "and processes whose results nobody gets.",
    .choices = {},
    .apply = [](const FlagValue&, Arguments& arguments) -> Result<void> {
      arguments.bench.notebook = true;
      return {};
    }};

constinit const Flag kBenchFormat = {
    .name = "format",
    .value_name = "FORMAT",
    .category = Category::output,
    .short_help = "how the result is written: table, csv, json or markdown",
    .long_help =
        "The default is what the name of the output file says, or table on standard output.",
    .choices = kFormats,
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      arguments.comparison_format = static_cast<ComparisonFormat>(value.choice);
      return {};
    }};

}  // namespace hilo::cli
