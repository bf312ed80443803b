// The page as text. tests/pages opens it in a browser.
#include "html/report.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <string_view>

namespace hilo::html {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kMax = std::numeric_limits<double>::max();

class StringSink : public ByteSink {
 public:
  Result<void> write(std::string_view bytes) override {
    text += bytes;
    return {};
  }
  std::string text;
};

class BrokenSink : public ByteSink {
 public:
  Result<void> write(std::string_view) override { return failure(ErrorCode::output, "full"); }
};

Row make_row(std::string key, std::optional<double> mean, std::optional<double> std = 1.0) {
  Row row;
  row.key = std::move(key);
  row.files = 1;
  row.summary.mean = mean;
  row.summary.std = std;
  return row;
}

StatsResult make_result(std::int64_t files) {
  StatsResult result;
  result.files = {files, files, 0};
  result.total.size = files * 100;
  result.total.min = Number(Integer{-1, ~std::uint64_t{6}});  // -7
  result.total.max = Number(1e16);
  result.total.mean = 0.1;
  result.complete = true;
  return result;
}

std::string page_of(const HtmlReport& report, const StatsResult& result,
                    const HtmlOptions& options = {"hilo stats: d", "hilo stats d"}) {
  StringSink sink;
  EXPECT_TRUE(report.write(result, options, sink));
  return sink.text;
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++found;
  return found;
}

bool has(std::string_view text, std::string_view what) { return text.find(what) != text.npos; }

// Means around 0, of which every `every`th is 1.
HtmlReport noisy(std::size_t rows, std::size_t every) {
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal(0, 0.003);
  HtmlReport report;
  for (std::size_t i = 0; i < rows; ++i) {
    const double mean = i % every == every - 1 ? 1 + normal(random) : normal(random);
    report.row(make_row("data/file_" + std::to_string(i) + ".npy", mean));
  }
  return report;
}

TEST(HtmlReportTest, FewRowsAreMarksAndLinesOfATable) {
  const std::string page = page_of(noisy(300, 100), make_result(300));
  EXPECT_EQ(count(page, "<rect class=\"hit\" x="),
            300 + count(page, " files</title></rect>") + count(page, " file</title></rect>"));
  EXPECT_EQ(count(page, "<th scope=\"row\" class=\"name\">data/file_"), 303u);  // 3 outliers again
  EXPECT_EQ(count(page, "<circle class=\"hit\""), 3u);
  EXPECT_TRUE(has(page, "<h3>Outliers: 3</h3>"));
  EXPECT_TRUE(has(page, ">file_99.npy (1)</text>"));
  EXPECT_TRUE(has(page, "One mark for each of 300 files."));
}

TEST(HtmlReportTest, ManyRowsAreBins) {
  const std::string page = page_of(noisy(10'000, 5'000), make_result(10'000));
  EXPECT_TRUE(has(page, "10,000 files are drawn as 500 bins of 20 consecutive ones"));
  EXPECT_EQ(count(page, "<title>files "), 500u);
  EXPECT_TRUE(has(page, "<title>files 9,981 to 10,000\ndata/file_9980.npy \u2026\n"));
  EXPECT_TRUE(has(page, "<h3>Outliers: 2</h3>"));
  EXPECT_LT(page.size(), 1'000'000u);
}

TEST(HtmlReportTest, AMillionRowsTakeNoMore) {
  EXPECT_LT(page_of(noisy(1'000'000, 100'000), make_result(1'000'000)).size(), 1'000'000u);
  const std::string many = page_of(noisy(1'000'000, 10), make_result(1'000'000));
  EXPECT_TRUE(has(many, "<h3>Outliers: 100,000</h3>"));
  EXPECT_TRUE(has(many, "and 99,800 more outliers"));
  EXPECT_LT(many.size(), 3'000'000u);
}

TEST(HtmlReportTest, NamesAreNoMarkup) {
  const std::string evil = "<script>alert(1)</script>\"onload=x' & \x1b\xff.npy";
  const std::string safe =
      "&lt;script&gt;alert(1)&lt;/script&gt;&quot;onload=x&#39; &amp; \\x1b\\xff.npy";
  HtmlReport report;
  for (int i = 0; i < 20; ++i) report.row(make_row(evil, i == 7 ? 1000 : i % 5));
  report.row(make_row(evil, std::nullopt));
  StatsResult result = make_result(21);
  result.errors.push_back({ErrorCode::magic, evil, evil, 0});
  result.expr = evil;
  const std::string page = page_of(report, result, {evil, evil});
  EXPECT_EQ(count(page, "<script"), 1u);
  EXPECT_FALSE(has(page, "\"onload"));
  EXPECT_FALSE(has(page, "\x1b"));
  EXPECT_FALSE(has(page, "\xff"));
  // Title, heading, command, label, marks, tables, the error twice, the expression.
  EXPECT_GT(count(page, safe), 50u);
}

TEST(HtmlReportTest, AsksNothingOfAnybody) {
  const std::string page = page_of(noisy(300, 100), make_result(300));
  EXPECT_TRUE(
      page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">"));
  EXPECT_TRUE(
      has(page, "content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"));
  for (const char* what : {"http:", "https:", "//cdn", "src=", "@import", "<link", "<iframe",
                           "on"
                           "click="}) {
    EXPECT_FALSE(has(page, what)) << what;
  }
  EXPECT_EQ(count(page, "url("), count(page, "url(#stripes)"));
}

TEST(HtmlReportTest, TotalsHaveTheNumbersOfAllFormats) {
  StatsResult result = make_result(3);
  result.total.sum = Number(kInfinity);
  result.total.std = std::nan("");
  const std::string page = page_of(noisy(3, 100), result);
  const auto row = [](const std::string& name, const std::string& value) {
    return "<th scope=\"row\" class=\"text\">" + name + "</th><td class=\"number\">" + value +
           "</td>";
  };
  EXPECT_TRUE(has(page, row("min", "-7")));
  EXPECT_TRUE(has(page, row("max", "1e+16")));
  EXPECT_TRUE(has(page, row("sum", "Infinity")));
  EXPECT_TRUE(has(page, row("mean", "0.1")));
  EXPECT_TRUE(has(page, row("var", "absent")));
  EXPECT_TRUE(has(page, row("std", "NaN")));
  EXPECT_TRUE(has(page, row("size", "300")));
}

TEST(HtmlReportTest, WhatHasNoFiniteMeanIsShown) {
  HtmlReport report;
  for (int i = 0; i < 10; ++i) report.row(make_row("a" + std::to_string(i), i));
  report.row(make_row("b", std::nan(""), std::nan("")));
  report.row(make_row("c", std::nullopt, std::nullopt));
  report.row(make_row("d", -kInfinity, std::nan("")));
  const std::string page = page_of(report, make_result(13));
  EXPECT_TRUE(has(page, "<h3>Without a finite mean: 3</h3>\n<p>1 absent, 1 NaN, 1 -Infinity.</p>"));
  EXPECT_TRUE(has(page, "<path class=\"apart-line\""));
  EXPECT_TRUE(has(page, "3 files without a finite mean are not in it."));
}

TEST(HtmlReportTest, AnyRowsMakeAPage) {
  const auto write = [](const std::vector<std::optional<double>>& means,
                        std::optional<double> std) {
    HtmlReport report;
    for (const auto& mean : means) report.row(make_row("x", mean, std));
    const std::string page = page_of(report, make_result(static_cast<std::int64_t>(means.size())));
    EXPECT_FALSE(has(page, "nan%"));
    EXPECT_FALSE(has(page, "inf%"));
    EXPECT_TRUE(page.ends_with("</html>\n"));
    return page;
  };
  EXPECT_FALSE(has(write({}, 1), "id=\"rows\""));
  EXPECT_FALSE(has(write({0.5}, 1), "id=\"rows\""));
  EXPECT_TRUE(has(write({0.5, 0.5}, 1), "id=\"rows\""));
  write({std::nullopt, std::nullopt}, std::nullopt);
  write(std::vector<std::optional<double>>(5000, std::nan("")), std::nan(""));
  write(std::vector<std::optional<double>>(5000, 0.0), 0.0);
  write({-kMax, kMax, 0}, kMax);
  write({5e-324, 1e-323, 0}, 5e-324);
  write({1, 2, 3}, std::nullopt);
  write({1, 2, 3}, kInfinity);
}

TEST(HtmlReportTest, SaysHowTheRunEnded) {
  HtmlReport report;
  StatsResult result = make_result(10);
  EXPECT_TRUE(
      has(page_of(report, result), "class=\"state good\">Complete: all 10 inputs are included<"));
  result.complete = false;
  result.files = {10, 7, 1};
  EXPECT_TRUE(has(
      page_of(report, result),
      "class=\"state bad\">Incomplete: 7 of 10 inputs are included, 1 failed, 2 were not read<"));
  result.stopped = true;
  EXPECT_TRUE(has(page_of(report, result), ">Interrupted, incomplete: 7 of 10 inputs"));
}

TEST(HtmlReportTest, FailedInputsAreCountedAndTheFirstAreListed) {
  HtmlReport report;
  StatsResult result = make_result(0);
  for (int i = 0; i < 700; ++i) {
    result.errors.push_back({i % 2 == 0 ? ErrorCode::magic : ErrorCode::empty, "expected, found",
                             "bad_" + std::to_string(i), -1});
  }
  const std::string page = page_of(report, result);
  EXPECT_TRUE(has(page, "<p>EMPTY: 350, MAGIC: 350.</p>"));
  EXPECT_TRUE(has(page, ">bad_499<"));
  EXPECT_FALSE(has(page, ">bad_500<"));
  EXPECT_TRUE(has(page, "and 200 more"));
}

TEST(HtmlReportTest, RowsAreCalledWhatTheyAre) {
  HtmlReport report;
  for (int i = 0; i < 3; ++i) report.row(make_row("d", i));
  const std::string page = page_of(report, make_result(3), {"t", "", GroupBy::directory});
  EXPECT_TRUE(has(page, ">Directories</h2>"));
  EXPECT_TRUE(has(page, "One mark for each of 3 directories."));
  EXPECT_FALSE(has(page, "class=\"command\""));
}

TEST(HtmlReportTest, AFullDiskIsAnError) {
  BrokenSink sink;
  const auto written = HtmlReport().write(make_result(0), {}, sink);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::output);
}

}  // namespace
}  // namespace hilo::html
