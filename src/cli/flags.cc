#include "cli/flags.h"

#include <algorithm>
#include <limits>

#include "base/nearest.h"
#include "cli/bench_flags.h"
#include "cli/flag_value.h"
#include "cli/generate_flags.h"
#include "cli/output_flags.h"

namespace hilo::cli {
namespace {

constexpr std::string_view kExecutors[] = {"auto", "serial", "threads", "processes", "dask"};
constexpr std::size_t kDaskExecutor = 4;
constexpr std::string_view kGroupings[] = {"file", "dir", "all"};
constexpr std::string_view kNanPolicies[] = {"propagate", "omit", "raise"};
constexpr std::string_view kMergeNanPolicies[] = {"propagate", "omit"};
constexpr std::string_view kOnErrors[] = {"skip", "fail"};

constexpr std::string_view kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

constexpr std::int64_t kMaxInt64 = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMaxInt = std::numeric_limits<int>::max();

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

constexpr Flag kResume = {
    .name = "resume",
    .value_name = "STATE",
    .category = Category::inputs,
    .short_help = "do not read files again that STATE holds",
    .long_help =
        "STATE is what --save wrote. Files that are missing there, have failed or have changed "
        "since (size, time of change, inode) are read. May be the file of --save, which need not "
        "be there the first time; what is saved holds the inputs of this run.",
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
