#include "compare/comparison_writer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "compare/comparison_text.h"
#include "compare/figures.h"

namespace hilo {
namespace {

Comparison example() {
  Comparison comparison;
  comparison.inputs = {"fake|files"};
  comparison.files = 10'000;
  comparison.bytes = 8'000'000'000;
  comparison.cpus = 2;
  comparison.ceilings.resize(1);
  comparison.ceilings[0].workers = 1;
  comparison.ceilings[0].page_cache = 12.5e9;
  for (const bool cold : {false, true}) {
    for (const int workers : {1, 2}) {
      Candidate made;
      made.way = workers == 1 ? "serial" : "threads";
      made.workers = workers;
      made.cold = cold;
      made.rounds = {{0.6, 0.3, 1.0 / workers}, {0.5, 0.4, 1.25 / workers}};
      comparison.candidates.push_back(made);
    }
  }
  Candidate lost;
  lost.way = "lost, \"processes\"";
  lost.notebook = true;
  lost.rounds = {{1, 1, 85.4}};
  lost.failure = "the results are lost";
  comparison.candidates.push_back(lost);
  comparison.same_results = 9;
  comparison.notes = {"dask: left out"};
  comparison.recommendation = "--executor threads -j 2: it is <fast>.";
  comparison.errors = {{ErrorCode::magic, "expected \"x\", found y", "bad.npy", -1}};
  derive_figures(comparison);
  return comparison;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string line_with(const std::string& text, const std::string& part) {
  for (const std::string& line : lines_of(text)) {
    if (line.find(part) != std::string::npos) return line;
  }
  return {};
}

TEST(ComparisonWriterTest, ATableHasTheNotebooksTimes) {
  const std::string table = comparison_table(example(), {});
  EXPECT_EQ(lines_of(table)[0],
            "10,000 files, 8.0 GB, 2 CPUs; medians of 2 warm rounds and 2 cold rounds");
  EXPECT_EQ(line_with(table, "CPU times"),
            "way                workers  files  CPU times: user     sys   total  Wall time    "
            "GB/s  speedup  efficiency  of reading");
  EXPECT_EQ(line_with(table, "threads "),
            "threads                  2   warm           550 ms  350 ms  900 ms     562 ms    "
            "14.2     2.00       100 %       114 %");
  EXPECT_EQ(line_with(table, "1min"),
            "lost, \"processes\"        1   warm              1 s     1 s     2 s   1min 25s  "
            "failed        -           -           -");
  EXPECT_NE(table.find("lost, \"processes\", warm, failed: the results are lost\n"),
            std::string::npos)
      << table;
  EXPECT_NE(table.find("9 runs are the same, byte for byte; the notebook's ways"),
            std::string::npos);
}

TEST(ComparisonWriterTest, ANarrowTerminalHasTwoTables) {
  report::WriterOptions options;
  options.terminal = true;
  options.width = 80;
  const std::string table = comparison_table(example(), options);
  for (const std::string& line : lines_of(table)) EXPECT_LE(line.size(), 80U) << line;
  EXPECT_EQ(line_with(table, "efficiency"),
            "way                workers  files    GB/s  speedup  efficiency  of reading");
  EXPECT_EQ(line_with(table, "CPU times"),
            "way                workers  files  CPU times: user     sys   total  Wall time");
  options.width = 200;
  EXPECT_NE(line_with(comparison_table(example(), options), "CPU times").find("efficiency"),
            std::string::npos);
}

TEST(ComparisonWriterTest, WhatIsSoWarmAndColdIsSaidOnce) {
  Comparison comparison = example();
  comparison.candidates.push_back(comparison.candidates.back());
  comparison.candidates.back().cold = true;
  std::string table = comparison_table(comparison, {});
  EXPECT_NE(table.find("\"processes\", warm and cold, failed: the results"), std::string::npos);
  EXPECT_EQ(table.find("\"processes\", cold"), std::string::npos) << table;
  comparison.candidates.back().failure = "of something else";
  table = comparison_table(comparison, {});
  EXPECT_NE(table.find("\"processes\", warm, failed: the results"), std::string::npos);
  EXPECT_NE(table.find("\"processes\", cold, failed: of something else"), std::string::npos);
}

TEST(ComparisonWriterTest, MicrosecondsAreSpelledForTheTerminal) {
  Comparison comparison = example();
  for (Candidate& each : comparison.candidates) each.median.user_s = 12e-6;
  report::WriterOptions options;
  options.width = 200;
  EXPECT_NE(comparison_table(comparison, options).find("12 \u03bcs"), std::string::npos);
  options.terminal = true;
  EXPECT_NE(comparison_table(comparison, options).find("12 us"), std::string::npos);
  options.blocks = true;
  EXPECT_NE(comparison_table(comparison, options).find("12 \u03bcs"), std::string::npos);
}

TEST(ComparisonWriterTest, OneResultIsTheSameAsNone) {
  Comparison comparison = example();
  comparison.same_results = 1;
  EXPECT_EQ(comparison_table(comparison, {}).find("the same"), std::string::npos);
  EXPECT_EQ(comparison_markdown(comparison).find("the same"), std::string::npos);
}

TEST(ComparisonWriterTest, OtherResultsAreLoud) {
  Comparison comparison = example();
  comparison.other_results = 1;
  const std::string line = "WRONG: 1 of 10 results had other bytes than the first: ";
  EXPECT_NE(comparison_table(comparison, {}).find(line), std::string::npos);
  EXPECT_NE(comparison_markdown(comparison).find(line), std::string::npos);
}

TEST(ComparisonWriterTest, WhyResultsDifferIsSaid) {
  Comparison comparison;
  comparison.other_results = 1;
  EXPECT_EQ(disagreement_reason(comparison),
            "no file is seen to have changed, so it is hilo or the machine");
  comparison.changed = {"a", "b", "c"};
  EXPECT_EQ(disagreement_reason(comparison), "a, b, c changed meanwhile");
  comparison.changed.emplace_back("d");
  EXPECT_EQ(disagreement_reason(comparison), "a, b, c and 1 more file changed meanwhile");
  comparison.changed.emplace_back("e");
  EXPECT_EQ(disagreement_reason(comparison), "a, b, c and 2 more files changed meanwhile");
  EXPECT_NE(comparison_json(comparison).find("\"changed\": [\"a\", \"b\", "), std::string::npos);
}

TEST(ComparisonWriterTest, CsvHasARowForEachCandidate) {
  const auto lines = lines_of(comparison_csv(example()));
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(lines[0],
            "way,workers,cold,notebook,rounds,user_s,system_s,wall_s,wall_min_s,wall_max_s,"
            "bytes_per_second,speedup,efficiency,ceiling_share,failure");
  EXPECT_EQ(lines[1].substr(0, 46), "serial,1,false,false,2,0.55,0.35,1.125,1.0,1.2");
  EXPECT_EQ(lines[5],
            "\"lost, \"\"processes\"\"\",1,false,true,1,1.0,1.0,85.4,85.4,85.4,,,,,"
            "the results are lost");
}

TEST(ComparisonWriterTest, CandidatesWithoutARoundHaveEmptyFields) {
  Comparison comparison;
  comparison.candidates.resize(1);
  comparison.candidates[0].way = "dask";
  comparison.candidates[0].failure = "no cluster";
  EXPECT_EQ(lines_of(comparison_csv(comparison))[1], "dask,1,false,false,0,,,,,,,,,,no cluster");
}

TEST(ComparisonWriterTest, MarkdownEscapesWhatWouldBeMarkup) {
  const std::string text = comparison_markdown(example());
  EXPECT_NE(text.find("| way | workers | files | CPU times: user | sys | total | Wall time |"),
            std::string::npos);
  EXPECT_NE(text.find("\n| --- | ---: |"), std::string::npos);
  EXPECT_NE(text.find("| threads | 2 | cold |"), std::string::npos);
  EXPECT_NE(text.find("it is \\<fast\\>."), std::string::npos);
  // Each line of a table has as many cells as its header.
  for (const std::string& line : lines_of(text)) {
    if (!line.starts_with("| ")) continue;
    const auto bars = std::count(line.begin(), line.end(), '|');
    EXPECT_TRUE(bars == 12 || bars == 6) << line;
  }
}

TEST(ComparisonWriterTest, AnEmptyComparisonHasAllFormats) {
  const Comparison none;
  EXPECT_EQ(comparison_table(none, {}), "0 files, 0 B, 1 CPU\n");
  EXPECT_EQ(lines_of(comparison_csv(none)).size(), 1U);
  EXPECT_NE(comparison_json(none).find("\"candidates\": []"), std::string::npos);
  EXPECT_EQ(comparison_markdown(none), "0 files, 0 B, 1 CPU\n\n");
}

}  // namespace
}  // namespace hilo
