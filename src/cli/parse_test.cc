#include "cli/parse.h"

#include <gtest/gtest.h>

#include <set>

#include "cli/commands.h"

namespace hilo::cli {
namespace {

using Words = std::vector<std::string>;

Result<Arguments> parse_stats(const Words& words) { return parse(words, stats_flags()); }

Words positionals_of(const Words& words) {
  const Result<Arguments> arguments = parse_stats(words);
  EXPECT_TRUE(arguments) << arguments.error().message;
  return arguments ? arguments->positionals : Words{};
}

std::string refusal_of(const Words& words) {
  const Result<Arguments> arguments = parse_stats(words);
  EXPECT_FALSE(arguments);
  if (arguments) return {};
  EXPECT_EQ(arguments.error().code, ErrorCode::usage);
  return arguments.error().message;
}

TEST(ParseTest, KeepsPositionalsAsTheyAre) {
  for (const Words& words : {Words{"a", "b c"}, Words{"[ab]"}, Words{"[a,b].npy", "[1,2]"},
                             Words{"x*?[!a]", "++", "%%", "/a:b", "a=b", "-", "-1.npy"}}) {
    EXPECT_EQ(positionals_of(words), words);
  }
}

TEST(ParseTest, MixesFlagsAndPositionals) {
  const Result<Arguments> arguments =
      parse_stats({"a", "--ddof", "1", "b", "-qj3", "--by=all", "c", "-o", "[x].csv"});
  ASSERT_TRUE(arguments);
  EXPECT_EQ(arguments->positionals, (Words{"a", "b", "c"}));
  EXPECT_EQ(arguments->stats.ddof, 1);
  EXPECT_EQ(arguments->jobs, 3);
  EXPECT_TRUE(arguments->quiet);
  EXPECT_EQ(arguments->stats.by, GroupBy::all);
  EXPECT_EQ(arguments->output, "[x].csv");
}

TEST(ParseTest, DoubleDashEndsFlags) {
  EXPECT_EQ(positionals_of({"a", "--", "--ddof", "-x", "--", "-j"}),
            (Words{"a", "--ddof", "-x", "--", "-j"}));
}

TEST(ParseTest, ValuesMayLookLikeFlags) {
  EXPECT_EQ(parse_stats({"-o", "-x.csv"})->output, "-x.csv");
  EXPECT_EQ(parse_stats({"--output=--"})->output, "--");
  EXPECT_EQ(parse_stats({"-o", "[a]"})->output, "[a]");
  EXPECT_EQ(parse_stats({"--files-from", "[a]"})->files_from, Words{"[a]"});
  EXPECT_EQ(refusal_of({"--ddof", "-1"}), "--ddof: expected an integer >= 0, found '-1'");
}

TEST(ParseTest, TheLastOfARepeatedFlagCounts) {
  EXPECT_EQ(parse_stats({"--ddof", "1", "--ddof=2", "-q", "-q"})->stats.ddof, 2);
  EXPECT_EQ(parse_stats({"--files-from", "a", "--files-from", "b"})->files_from, (Words{"a", "b"}));
}

TEST(ParseTest, NamesTheNearestFlag) {
  EXPECT_EQ(refusal_of({"--ddoff", "1"}), "unknown flag '--ddoff'; did you mean --ddof?");
  EXPECT_EQ(refusal_of({"--ddoff=1"}), "unknown flag '--ddoff'; did you mean --ddof?");
  EXPECT_EQ(refusal_of({"--xyzzy"}), "unknown flag '--xyzzy'");
  EXPECT_EQ(refusal_of({"-qx"}), "unknown flag '-x'");
  EXPECT_EQ(refusal_of({"---ddof"}), "unknown flag '---ddof'; did you mean --ddof?");
}

TEST(ParseTest, NamesTheNearestValue) {
  EXPECT_EQ(refusal_of({"--format", "cvs"}),
            "--format: expected table, csv, json or jsonl, found 'cvs'; did you mean csv?");
  EXPECT_EQ(refusal_of({"--by", "CSV"}), "--by: expected file, dir or all, found 'CSV'");
}

TEST(ParseTest, RefusesMissingAndSuperfluousValues) {
  EXPECT_EQ(refusal_of({"a", "--ddof"}), "--ddof: expected a value, found none");
  EXPECT_EQ(refusal_of({"a", "-qj"}), "-qj: expected a value, found none");
  EXPECT_EQ(refusal_of({"--by=", "file"}), "--by: expected a value, found none");
  EXPECT_EQ(refusal_of({"--quiet=no"}), "--quiet: expected no value, found 'no'");
  EXPECT_EQ(refusal_of({"-o", ""}), "--output: expected a file name, found an empty one");
  EXPECT_EQ(refusal_of({""}), "expected a path, found an empty one");
}

TEST(ParseTest, EveryChoiceIsTaken) {
  EXPECT_EQ(parse_stats({"--executor", "serial"})->stats.executor, Executor::serial);
  EXPECT_EQ(parse_stats({"--executor", "threads"})->stats.executor, Executor::threads);
  EXPECT_EQ(parse_stats({"--executor", "auto"})->stats.executor, Executor::automatic);
  EXPECT_EQ(parse_stats({"--by", "dir"})->stats.by, GroupBy::directory);
  EXPECT_EQ(parse_stats({"--nan-policy", "omit"})->stats.nan_policy, NanPolicy::omit);
  EXPECT_EQ(parse_stats({"--nan-policy", "raise"})->stats.nan_policy, NanPolicy::raise);
  EXPECT_EQ(parse_stats({"--on-error", "fail"})->stats.on_error, OnError::fail);
  EXPECT_EQ(parse_stats({"--format", "jsonl"})->format, report::Format::jsonl);
  EXPECT_EQ(parse_stats({"--progress", "never"})->progress, When::never);
  EXPECT_EQ(parse({"--format", "json"}, info_flags())->format, report::Format::json);
  EXPECT_EQ(parse({"--dist", "lognormal"}, generate_flags())->generate.distribution,
            Distribution::lognormal);
}

TEST(ParseTest, AFlagIsNoValueOfAnother) {
  const auto parsed = parse({"x", "--output", "--by", "all"}, stats_flags());
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().message, "--output: expected a value, found the flag --by");
  ASSERT_TRUE(parse({"x", "--output", "./--by"}, stats_flags()));
  ASSERT_TRUE(parse({"x", "--output=--by"}, stats_flags()));
}

TEST(ParseTest, FlagsOfACommandHaveNamesOfTheirOwn) {
  for (const Command& command : all_commands()) {
    std::set<std::string_view> names;
    std::set<char> short_names;
    for (const Flag* flag : command.flags()) {
      EXPECT_TRUE(names.insert(flag->name).second) << flag->name;
      EXPECT_TRUE(flag->short_name == '\0' || short_names.insert(flag->short_name).second);
      EXPECT_FALSE(flag->short_help.empty());
      EXPECT_NE(flag->apply, nullptr);
    }
  }
}

}  // namespace
}  // namespace hilo::cli
