#include "cli/output_flags.h"

#include <string>

#include "cli/flag_value.h"

namespace hilo::cli {
namespace {

constexpr std::string_view kFormats[] = {"table", "csv", "json", "jsonl"};
constexpr std::string_view kInfoFormats[] = {"table", "json"};
constexpr std::string_view kWhens[] = {"auto", "always", "never"};

// Of what is written beside the result, which has standard output.
Result<void> take_file_name(std::string_view text, std::string& name) {
  if (text.empty()) return usage("expected a file name, found an empty one");
  if (text == "-") return usage("expected a file name, found '-'");
  name = text;
  return {};
}

// The formats differ.
constexpr Flag output_flag(std::string_view long_help) {
  return {.name = "output",
          .short_name = 'o',
          .value_name = "FILE",
          .category = Category::output,
          .short_help = "write the result to FILE",
          .long_help = long_help,
          .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
            if (value.text.empty()) return usage("expected a file name, found an empty one");
            arguments.output = value.text == "-" ? std::string_view() : value.text;
            return {};
          }};
}

// What is in the page differs.
constexpr Flag html_flag(std::string_view long_help) {
  return {.name = "html",
          .value_name = "FILE",
          .category = Category::output,
          .short_help = "write a report to look at to FILE, a page with charts",
          .long_help = long_help,
          .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
            return take_file_name(value.text, arguments.html);
          }};
}

}  // namespace

constinit const Flag kFormat = {
    .name = "format",
    .value_name = "FORMAT",
    .category = Category::output,
    .short_help = "how the result is written: table, csv, json or jsonl",
    .long_help =
        "The default is what the name of the output file says, or table on standard "
        "output. jsonl is one row a line, then one line with the rest.",
    .choices = kFormats,
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      arguments.format = chosen<report::Format>(value);
      return {};
    }};

constinit const Flag kInfoFormat = {
    .name = "format",
    .value_name = "FORMAT",
    .category = Category::output,
    .short_help = "how the result is written: table or json",
    .long_help = "table is the default.",
    .choices = kInfoFormats,
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      arguments.format = value.choice == 0 ? report::Format::table : report::Format::json;
      return {};
    }};

constinit const Flag kOutput = output_flag(
    "It appears whole or not at all. The extension chooses the format: .csv, .json, .jsonl or "
    ".ndjson, .txt for a table. '-' is standard output.");

constinit const Flag kBenchOutput = output_flag(
    "It appears whole or not at all. The extension chooses the format: .csv, .json, .md, .txt for "
    "a table. '-' is standard output.");

constinit const Flag kSave = {
    .name = "save",
    .value_name = "STATE",
    .category = Category::output,
    .short_help = "save the exact state of each file to STATE",
    .long_help =
        "It appears whole or not at all. 'hilo merge' puts states together, 'hilo stats --resume' "
        "goes on from one. A run that is interrupted saves what it has.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      return take_file_name(value.text, arguments.save);
    }};

constinit const Flag kHtml = html_flag(
    "In addition to the result. The page is one file that needs no network: mean and std of all "
    "rows in order with outliers named, a histogram, what failed, the totals, and where the time "
    "went, as --profile measures it.");

constinit const Flag kMergeHtml = html_flag(
    "In addition to the result. The page is one file that needs no network: mean and std of all "
    "rows in order with outliers named, a histogram, what failed, and the totals.");

constinit const Flag kBenchHtml = html_flag(
    "In addition to the result. The page is one file that needs no network: rates against workers "
    "beside what is ideal and possible, and all times.");

constinit const Flag kProfile = {
    .name = "profile",
    .category = Category::execution,
    .short_help = "measure where the time goes, and say what limits the run",
    .long_help =
        "Seconds of worker time and bytes for each stage, what the machine could do, and a verdict "
        "with advice: on standard error, and in JSON under 'profile'. Costs some "
        "milliseconds, less than 2 % of a run of half a second.",
    .apply = [](const FlagValue&, Arguments& arguments) -> Result<void> {
      arguments.profile = true;
      return {};
    }};

constinit const Flag kTrace = {
    .name = "trace",
    .value_name = "FILE",
    .category = Category::execution,
    .short_help = "write to FILE what each worker did when",
    .long_help =
        "In Chrome's trace event format: open it with https://ui.perfetto.dev or chrome://tracing. "
        "Beyond about a million events it is a sample, and says so.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      return take_file_name(value.text, arguments.stats.trace);
    }};

constinit const Flag kProgress = {
    .name = "progress",
    .value_name = "WHEN",
    .category = Category::output,
    .short_help = "show progress on standard error: auto, always or never",
    .long_help = "auto (the default) shows it on a terminal only.",
    .choices = kWhens,
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      arguments.progress = chosen<When>(value);
      return {};
    }};

constinit const Flag kColor = {
    .name = "color",
    .value_name = "WHEN",
    .category = Category::output,
    .short_help = "use colour: auto, always or never",
    .long_help =
        "auto (the default) uses it on a terminal, unless the environment variable "
        "NO_COLOR is set.",
    .choices = kWhens,
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      arguments.color = chosen<When>(value);
      return {};
    }};

constinit const Flag kQuiet = {.name = "quiet",
                               .short_name = 'q',
                               .category = Category::output,
                               .short_help = "no progress and no summary",
                               .long_help = "Errors are still named.",
                               .apply = [](const FlagValue&, Arguments& arguments) -> Result<void> {
                                 arguments.quiet = true;
                                 return {};
                               }};

constinit const Flag kVerbose = {
    .name = "verbose",
    .short_name = 'v',
    .category = Category::output,
    .short_help = "say on standard error what was done, and how long it took",
    .long_help = "",
    .apply = [](const FlagValue&, Arguments& arguments) -> Result<void> {
      arguments.verbose = true;
      return {};
    }};

}  // namespace hilo::cli
