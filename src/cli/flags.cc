#include "cli/flags.h"

#include <algorithm>
#include <limits>

#include "base/nearest.h"
#include "cli/bench_flags.h"
#include "cli/flag_value.h"

namespace hilo::cli {
namespace {

constexpr std::string_view kExecutors[] = {"auto", "serial", "threads", "processes", "dask"};
constexpr std::size_t kDaskExecutor = 4;
constexpr std::string_view kGroupings[] = {"file", "dir", "all"};
constexpr std::string_view kNanPolicies[] = {"propagate", "omit", "raise"};
constexpr std::string_view kMergeNanPolicies[] = {"propagate", "omit"};
constexpr std::string_view kFormats[] = {"table", "csv", "json", "jsonl"};
constexpr std::string_view kInfoFormats[] = {"table", "json"};
constexpr std::string_view kOnErrors[] = {"skip", "fail"};
constexpr std::string_view kWhens[] = {"auto", "always", "never"};
constexpr std::string_view kDistributions[] = {"normal", "uniform", "lognormal"};

constexpr std::string_view kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

constexpr std::int64_t kMaxInt64 = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMaxInt = std::numeric_limits<int>::max();

// The choices are listed in the order of the enumerators.
template <typename E>
E chosen(const FlagValue& value) {
  return static_cast<E>(value.choice);
}

constexpr Flag kFilesFrom = {
    .name = "files-from",
    .value_name = "FILE",
    .category = Category::inputs,
    .short_help = "read more inputs from FILE, one a line",
    .long_help = "'-' is standard input. May be given more than once.",
    .is_list = true,
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      arguments.files_from.emplace_back(value.text);
      return {};
    }};

constexpr Flag kNull = {
    .name = "null",
    .short_name = '0',
    .category = Category::inputs,
    .short_help = "the lists of --files-from are separated by NUL bytes",
    .long_help = "As 'find -print0' writes them: for names that hold line breaks.",
    .apply = [](const FlagValue&, Arguments& arguments) -> Result<void> {
      arguments.null_separated = true;
      return {};
    }};

constexpr Flag kOnError = {
    .name = "on-error",
    .value_name = "WHAT",
    .category = Category::inputs,
    .short_help = "what to do at an input that cannot be read: skip or fail",
    .long_help =
        "skip (the default) names it on standard error and in the result, goes on, and "
        "ends with exit code 1. fail stops at the first, without a result: exit code 3.",
    .choices = kOnErrors,
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      arguments.stats.on_error = chosen<OnError>(value);
      return {};
    }};

constexpr Flag kBy = {.name = "by",
                      .value_name = "GROUP",
                      .category = Category::statistics,
                      .short_help = "one row per file, per directory, or for all: file, dir or all",
                      .long_help = "file is the default. The total is of all files in any case.",
                      .choices = kGroupings,
                      .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
                        arguments.stats.by = chosen<GroupBy>(value);
                        return {};
                      }};

constexpr Flag kDdof = {
    .name = "ddof",
    .value_name = "N",
    .category = Category::statistics,
    .short_help = "divide by (number of values - N) in var and std",
    .long_help = "0 is the default, as in NumPy; 1 gives the sample variance.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      return parse_integer(value.text, 0, kMaxInt64).map([&](std::int64_t ddof) {
        arguments.stats.ddof = ddof;
      });
    }};

constexpr Flag kNanPolicy = {
    .name = "nan-policy",
    .value_name = "POLICY",
    .category = Category::statistics,
    .short_help = "what a NaN does: propagate, omit or raise",
    .long_help =
        "propagate (the default, as in NumPy) makes sum, mean, var and std NaN; omit "
        "leaves NaN out; raise refuses a file that holds one.",
    .choices = kNanPolicies,
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      arguments.stats.nan_policy = chosen<NanPolicy>(value);
      return {};
    }};

constexpr std::string_view kJits[] = {"auto", "on", "off"};

constexpr Flag kExpr = {
    .name = "expr",
    .value_name = "EXPR",
    .category = Category::statistics,
    .short_help = "of each element x, count the value of EXPR, such as 'log1p(abs(x))'",
    .long_help =
        "NumPy's names and Python's operators: + - * / // % **, comparisons, & | ~, "
        "where(c, a, b), isnan isinf isfinite, abs sign floor ceil rint trunc minimum maximum clip "
        "sqrt cbrt hypot, exp exp2 expm1 log log2 log10 log1p, sin cos tan sinh cosh tanh, arcsin "
        "arccos arctan arctan2 arcsinh arccosh arctanh, pi e inf nan. x is the element as float64, "
        "and so is the value.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      if (value.text.empty()) return usage("expected an expression, found ''");
      arguments.stats.transform.expr = value.text;
      return {};
    }};

constexpr Flag kWhere = {
    .name = "where",
    .value_name = "COND",
    .category = Category::statistics,
    .short_help = "count only elements for which COND is true, such as 'x > 0'",
    .long_help =
        "Conditions are joined with & and |, in parentheses: '(x > 0) & (x < 1)'. Without --expr, "
        "elements count as they are, 64-bit integers too. size is how many count.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      if (value.text.empty()) return usage("expected a condition, found ''");
      arguments.stats.transform.where = value.text;
      return {};
    }};

constexpr Flag kJit = {
    .name = "jit",
    .value_name = "WHEN",
    .category = Category::execution,
    .short_help = "compile --expr and --where for this processor: auto, on or off",
    .long_help =
        "The result is the same, bit for bit. auto (the default) interprets them until so much is "
        "computed that compiling pays.",
    .choices = kJits,
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      arguments.stats.transform.jit = chosen<Jit>(value);
      return {};
    }};

constexpr Flag kExecutor = {
    .name = "executor",
    .value_name = "NAME",
    .category = Category::execution,
    .short_help = "who does the work: auto, serial, threads, processes or dask",
    .long_help =
        "The result is the same, bit for bit. auto (the default) is serial for one job "
        "and threads for more. With processes, a file that crashes its worker three times is an "
        "error like others. dask gives batches of files to the cluster at --scheduler, or to one "
        "on this machine; it takes hilo's Python package, with hilo[dask].",
    .choices = kExecutors,
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      arguments.dask = value.choice == kDaskExecutor;
      if (!arguments.dask) arguments.stats.executor = chosen<Executor>(value);
      return {};
    }};

constexpr Flag kScheduler = {
    .name = "scheduler",
    .value_name = "ADDRESS",
    .category = Category::execution,
    .short_help = "the Dask scheduler, such as tcp://HOST:8786; for --executor dask",
    .long_help =
        "Without it, a cluster of --jobs workers is started on this machine for the run. "
        "Files must have the same paths on all machines.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      if (value.text.empty()) return usage("expected an address, found ''");
      arguments.scheduler = value.text;
      return {};
    }};

Result<void> apply_jobs(const FlagValue& value, Arguments& arguments) {
  return parse_integer(value.text, 1, kMaxInt).map([&](std::int64_t jobs) {
    arguments.jobs = static_cast<int>(jobs);
  });
}

constexpr Flag kJobs = {
    .name = "jobs",
    .short_name = 'j',
    .value_name = "N",
    .category = Category::execution,
    .short_help = "how many workers compute at a time",
    .long_help = "At least 1; the default is the number of CPUs that the program may use.",
    .apply = apply_jobs};

constexpr Flag kStatsJobs = {
    .name = "jobs",
    .short_name = 'j',
    .value_name = "N",
    .category = Category::execution,
    .short_help = "how many workers compute at a time",
    .long_help =
        "At least 1; the default is the number of CPUs that the program may use. With "
        "--scheduler: how many threads read a batch, 1 by default.",
    .apply = apply_jobs};

constexpr Flag kFormat = {
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

constexpr Flag kInfoFormat = {
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

constexpr Flag kOutput = {
    .name = "output",
    .short_name = 'o',
    .value_name = "FILE",
    .category = Category::output,
    .short_help = "write the result to FILE",
    .long_help =
        "It appears whole or not at all. The extension chooses the format: .csv, .json, "
        ".jsonl or .ndjson, .txt for a table. '-' is standard output.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      if (value.text.empty()) return usage("expected a file name, found an empty one");
      arguments.output = value.text == "-" ? std::string_view() : value.text;
      return {};
    }};

// Of what is written beside the result, which has standard output.
Result<void> take_file_name(std::string_view text, std::string& name) {
  if (text.empty()) return usage("expected a file name, found an empty one");
  if (text == "-") return usage("expected a file name, found '-'");
  name = text;
  return {};
}

constexpr Flag kSave = {
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

Result<void> apply_html(const FlagValue& value, Arguments& arguments) {
  return take_file_name(value.text, arguments.html);
}

constexpr Flag kHtml = {.name = "html",
                        .value_name = "FILE",
                        .category = Category::output,
                        .short_help = "write a report to look at to FILE, a page with charts",
                        .long_help =
                            "In addition to the result. The page is one file that needs no "
                            "network: mean and std of all "
                            "rows in order with outliers named, a histogram, what failed, the "
                            "totals, and where the time "
                            "went, as --profile measures it.",
                        .apply = apply_html};

constexpr Flag kBenchHtml = {
    .name = "html",
    .value_name = "FILE",
    .category = Category::output,
    .short_help = "write a report to look at to FILE, a page with charts",
    .long_help =
        "In addition to the result. The page is one file that needs no network: rates against "
        "workers beside what is ideal and possible, and all times.",
    .apply = apply_html};

constexpr Flag kMergeHtml = {
    .name = "html",
    .value_name = "FILE",
    .category = Category::output,
    .short_help = "write a report to look at to FILE, a page with charts",
    .long_help =
        "In addition to the result. The page is one file that needs no network: mean and std of "
        "all "
        "rows in order with outliers named, a histogram, what failed, and the totals.",
    .apply = apply_html};

constexpr Flag kResume = {
    .name = "resume",
    .value_name = "STATE",
    .category = Category::inputs,
    .short_help = "do not read files again that STATE holds",
    .long_help =
        "STATE is what --save wrote. Files that are missing there, have failed or have changed "
        "since (size, time of change, inode) are read. May be the file of --save, which need not "
        "be "
        "there the first time; what is saved holds the inputs of this run.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      if (value.text.empty()) return usage("expected a file name, found an empty one");
      arguments.stats.resume = std::string(value.text);
      return {};
    }};

constexpr Flag kSubtract = {
    .name = "subtract",
    .value_name = "STATE",
    .category = Category::inputs,
    .short_help = "leave out the files that STATE holds",
    .long_help = "All of them must be in the states that are merged. May be given more than once.",
    .is_list = true,
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      if (value.text.empty()) return usage("expected a file name, found an empty one");
      arguments.subtract.emplace_back(value.text);
      return {};
    }};

constexpr Flag kMergeNanPolicy = {
    .name = "nan-policy",
    .value_name = "POLICY",
    .category = Category::statistics,
    .short_help = "what a NaN does: propagate or omit",
    .long_help =
        "propagate (the default, as in NumPy) makes sum, mean, var and std NaN; omit leaves NaN "
        "out.",
    .choices = kMergeNanPolicies,
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      arguments.stats.nan_policy = chosen<NanPolicy>(value);
      return {};
    }};

constexpr Flag kProfile = {
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

constexpr Flag kTrace = {
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

constexpr Flag kProgress = {
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

constexpr Flag kColor = {
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

constexpr Flag kQuiet = {.name = "quiet",
                         .short_name = 'q',
                         .category = Category::output,
                         .short_help = "no progress and no summary",
                         .long_help = "Errors are still named.",
                         .apply = [](const FlagValue&, Arguments& arguments) -> Result<void> {
                           arguments.quiet = true;
                           return {};
                         }};

constexpr Flag kVerbose = {
    .name = "verbose",
    .short_name = 'v',
    .category = Category::output,
    .short_help = "say on standard error what was done, and how long it took",
    .long_help = "",
    .apply = [](const FlagValue&, Arguments& arguments) -> Result<void> {
      arguments.verbose = true;
      return {};
    }};

constexpr Flag kFiles = {
    .name = "files",
    .value_name = "N",
    .category = Category::data,
    .short_help = "how many files",
    .long_help = "10000 is the default. They are file_0.npy and so on.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      return parse_integer(value.text, 1, kMaxInt64).map([&](std::int64_t files) {
        arguments.generate.files = files;
      });
    }};

constexpr Flag kSize = {
    .name = "size",
    .value_name = "N",
    .category = Category::data,
    .short_help = "how many values in a file",
    .long_help = "100000 is the default.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      return parse_integer(value.text, 0, kMaxInt64).map([&](std::int64_t size) {
        arguments.generate.size = size;
      });
    }};

constexpr Flag kDist = {
    .name = "dist",
    .value_name = "NAME",
    .category = Category::data,
    .short_help = "the distribution of the values: normal, uniform or lognormal",
    .long_help = "normal, with mean 0 and standard deviation 1, is the default.",
    .choices = kDistributions,
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      arguments.generate.distribution = chosen<Distribution>(value);
      return {};
    }};

constexpr Flag kDtype = {
    .name = "dtype",
    .value_name = "DTYPE",
    .category = Category::data,
    .short_help = "the type of the values, as NumPy spells it: f8, <f4, int32",
    .long_help = "f8 is the default. Files are little-endian.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      return parse_kind(value.text).map([&](Kind kind) { arguments.generate.kind = kind; });
    }};

constexpr Flag kSeed = {
    .name = "seed",
    .value_name = "N",
    .category = Category::data,
    .short_help = "another seed gives other values",
    .long_help =
        "0 is the default. A value depends on the seed, the file's number and its "
        "position only.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      return parse_unsigned(value.text).map([&](std::uint64_t seed) {
        arguments.generate.seed = seed;
      });
    }};

constexpr Flag kForce = {.name = "force",
                         .category = Category::data,
                         .short_help = "replace a data set that was made with other parameters",
                         .long_help =
                             "Removes all file_N.npy of DIR, whoever made them, before new ones "
                             "are made.",
                         .apply = [](const FlagValue&, Arguments& arguments) -> Result<void> {
                           arguments.generate.force = true;
                           return {};
                         }};

constexpr Flag kHelp = {.name = "help",
                        .short_name = 'h',
                        .category = Category::general,
                        .short_help = "print this help",
                        .long_help = "",
                        .apply = [](const FlagValue&, Arguments& arguments) -> Result<void> {
                          arguments.help = true;
                          return {};
                        }};

constexpr Flag kVersion = {.name = "version",
                           .category = Category::general,
                           .short_help = "print the version of the program",
                           .long_help = "",
                           .apply = [](const FlagValue&, Arguments& arguments) -> Result<void> {
                             arguments.version = true;
                             return {};
                           }};

constexpr const Flag* kStatsFlags[] = {&kFilesFrom, &kNull,      &kOnError,   &kResume,  &kBy,
                                       &kDdof,      &kNanPolicy, &kExpr,      &kWhere,   &kJit,
                                       &kExecutor,  &kScheduler, &kStatsJobs, &kProfile, &kTrace,
                                       &kFormat,    &kOutput,    &kSave,      &kHtml,    &kProgress,
                                       &kColor,     &kQuiet,     &kVerbose,   &kHelp,    &kVersion};
constexpr const Flag* kMergeFlags[] = {&kSubtract, &kBy,   &kDdof,      &kMergeNanPolicy, &kFormat,
                                       &kOutput,   &kSave, &kMergeHtml, &kColor,          &kQuiet,
                                       &kVerbose,  &kHelp, &kVersion};
constexpr const Flag* kInfoFlags[] = {&kInfoFormat, &kColor, &kHelp, &kVersion};
constexpr const Flag* kGenerateFlags[] = {&kFiles, &kSize,     &kDist,  &kDtype, &kSeed, &kForce,
                                          &kJobs,  &kProgress, &kColor, &kQuiet, &kHelp, &kVersion};
constexpr const Flag* kBenchFlags[] = {
    &kFilesFrom, &kNull,     &kExpr,     &kWhere, &kBenchExecutor, &kBenchJobs,
    &kRounds,    &kCold,     &kNotebook, &kJit,   &kBenchFormat,   &kBenchOutput,
    &kBenchHtml, &kProgress, &kColor,    &kQuiet, &kHelp,          &kVersion};
constexpr const Flag* kProgramFlags[] = {&kHelp, &kVersion};

}  // namespace

std::string_view category_name(Category category) {
  switch (category) {
    case Category::inputs:
      return "Inputs";
    case Category::statistics:
      return "Statistics";
    case Category::data:
      return "Data";
    case Category::execution:
      return "Execution";
    case Category::output:
      return "Output";
    case Category::general:
      return "General";
  }
  return "";
}

std::span<const Flag* const> stats_flags() { return kStatsFlags; }
std::span<const Flag* const> merge_flags() { return kMergeFlags; }
std::span<const Flag* const> info_flags() { return kInfoFlags; }
std::span<const Flag* const> generate_flags() { return kGenerateFlags; }
std::span<const Flag* const> bench_flags() { return kBenchFlags; }
std::span<const Flag* const> program_flags() { return kProgramFlags; }

std::string choices_text(std::span<const std::string_view> choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) text += i + 1 == choices.size() ? " or " : ", ";
    text += choices[i];
  }
  return text;
}

Result<std::size_t> choose(std::string_view text, std::span<const std::string_view> choices) {
  const auto found = std::find(choices.begin(), choices.end(), text);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  std::string message = "expected " + choices_text(choices) + ", found '" + std::string(text) + "'";
  const std::string_view meant = nearest(text, choices);
  if (!meant.empty()) message += "; did you mean " + std::string(meant) + "?";
  return usage(message);
}

Takes taken_by(std::string_view value_name) {
  const std::string_view name = value_name.substr(0, value_name.find_first_not_of(kCapitals));
  if (name == "DIR") return Takes::directories;
  return name == "FILE" || name == "INPUT" || name == "STATE" ? Takes::files : Takes::text;
}

Result<void> apply_flag(const Flag& flag, std::string_view text, Arguments& arguments) {
  FlagValue value{text};
  Result<void> applied;
  if (!flag.choices.empty()) {
    applied = choose(text, flag.choices).map([&](std::size_t choice) { value.choice = choice; });
  }
  if (applied) applied = flag.apply(value, arguments);
  return applied.map_error([&](Error error) {
    error.message = "--" + std::string(flag.name) + ": " + error.message;
    return error;
  });
}

}  // namespace hilo::cli
