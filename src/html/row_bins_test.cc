#include "html/row_bins.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "html/row_words.h"

namespace hilo::html {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Row make_row(std::string key, std::optional<double> mean, std::optional<double> std = 1.0) {
  Row row;
  row.key = std::move(key);
  row.summary.mean = mean;
  row.summary.std = std;
  return row;
}

// 0.000, 0.001, ... 0.099, and again.
RowLog saw_teeth(std::size_t count) {
  RowLog rows;
  for (std::size_t i = 0; i < count; ++i) {
    rows.add(make_row(std::to_string(i), static_cast<double>(i % 100) / 1000));
  }
  return rows;
}

TEST(RowAnalysisTest, CountsWhatHasNoPlace) {
  RowLog rows = saw_teeth(20);
  rows.add(make_row("nan", std::nan("")));
  rows.add(make_row("absent", std::nullopt, std::nullopt));
  rows.add(make_row("inf", kInfinity, std::nan("")));
  rows.add(make_row("no std", 0.01, std::nullopt));
  const RowAnalysis analysis(rows);
  EXPECT_EQ(analysis.placeless, (std::vector<std::size_t>{20, 21, 22}));
  EXPECT_TRUE(analysis.outliers.empty());
  EXPECT_EQ(analysis.means.all.high, 0.019);
  EXPECT_EQ(analysis.bars.all.high, 1.019);
}

TEST(RowAnalysisTest, FindsOutliersByMeanAndByStd) {
  RowLog rows = saw_teeth(100);
  rows.add(make_row("far", 7));
  rows.add(make_row("narrow", 0.05, 0.5));
  const RowAnalysis analysis(rows);
  EXPECT_EQ(analysis.outliers, (std::vector<std::size_t>{100, 101}));
  EXPECT_GT(analysis.mean_distance(rows, 100), 100);
  EXPECT_GT(analysis.std_distance(rows, 101), 5);
  EXPECT_LT(analysis.mean_distance(rows, 101), 5);
  EXPECT_EQ(analysis.means.usual.high, 0.099);
  EXPECT_EQ(analysis.means.all.high, 7);
}

TEST(RowAnalysisTest, AnInfiniteStdLiesApart) {
  RowLog rows = saw_teeth(20);
  rows.add(make_row("huge", 0.01, kInfinity));
  const RowAnalysis analysis(rows);
  EXPECT_EQ(analysis.outliers, std::vector<std::size_t>{20});
  EXPECT_EQ(analysis.std_distance(rows, 20), kInfinity);
  EXPECT_EQ(analysis.mean_distance(rows, 20) > 5, false);
  EXPECT_EQ(outlier_text(rows, analysis, 20), "std is infinite");
  EXPECT_EQ(analysis.bars.all.high, 1.019);
}

TEST(RowAnalysisTest, APictureShowsAllUnlessTheUsualWouldBeSqueezed) {
  const Range near = Ranges{{0, 1}, {0, 3}}.shown();
  EXPECT_TRUE(near.contains(3));
  const Range far = Ranges{{0, 1}, {0, 30}}.shown();
  EXPECT_FALSE(far.contains(30));
  EXPECT_TRUE(far.contains(1.1));
  const Range equal = Ranges{{1, 1}, {1, 30}}.shown();
  EXPECT_TRUE(equal.contains(30));
  EXPECT_GT(Ranges().shown().span(), 0);
}

TEST(RowBinsTest, FewRowsAreMarksOfTheirOwn) {
  const RowLog rows = saw_teeth(kMaxMarks);
  const auto bins = bin_rows(rows, RowAnalysis(rows));
  ASSERT_EQ(bins.size(), kMaxMarks);
  EXPECT_EQ(bins[1234].first, 1234u);
  EXPECT_EQ(bins[1234].means.mean, 0.034);
  EXPECT_EQ(bins[1234].stds.mean, 1);
}

TEST(RowBinsTest, ManyRowsShareMarks) {
  RowLog rows = saw_teeth(10'050);
  const auto bins = bin_rows(rows, RowAnalysis(rows));
  EXPECT_EQ(bin_size(10'050), 21u);
  ASSERT_EQ(bins.size(), 479u);
  EXPECT_EQ(bins[0].means.low, 0);
  EXPECT_EQ(bins[0].means.high, 0.02);
  EXPECT_NEAR(bins[0].means.mean, 0.01, 1e-15);
  EXPECT_EQ(bins.back().end(), 10'050u);
  EXPECT_EQ(bins.back().rows, 12u);
}

TEST(RowBinsTest, EveryRowIsCountedOnce) {
  RowLog rows = saw_teeth(4000);
  for (int i = 0; i < 300; ++i) {
    rows.add(make_row("far", 1000.0 + i));
    rows.add(make_row("nan", std::nan("")));
  }
  const RowAnalysis analysis(rows);
  std::size_t usual = 0;
  std::size_t outliers = 0;
  std::size_t placeless = 0;
  for (const RowBin& bin : bin_rows(rows, analysis)) {
    EXPECT_EQ(bin.means.count + bin.outliers + bin.placeless, bin.rows);
    EXPECT_TRUE(bin.means.count == 0 || bin.means.high <= 0.099);
    usual += bin.means.count;
    outliers += bin.outliers;
    placeless += bin.placeless;
  }
  EXPECT_EQ(usual, 4000u);
  EXPECT_EQ(outliers, 300u);
  EXPECT_EQ(placeless, 300u);
}

TEST(RowBinsTest, LargeMeansDoNotOverflow) {
  RowLog rows;
  constexpr double kMax = std::numeric_limits<double>::max();
  for (std::size_t i = 0; i < 3000; ++i) rows.add(make_row("x", i % 2 == 0 ? kMax : kMax / 2));
  for (const RowBin& bin : bin_rows(rows, RowAnalysis(rows))) {
    EXPECT_TRUE(std::isfinite(bin.means.mean));
  }
}

TEST(RowLogTest, TakesLittleMemory) {
  RowLog rows;
  for (std::size_t i = 0; i < 1'000'000; ++i) {
    rows.add(make_row("fake_files/file_" + std::to_string(i) + ".npy", 0.1));
  }
  EXPECT_LT(rows.memory_bytes(), 40'000'000u);
}

}  // namespace
}  // namespace hilo::html
