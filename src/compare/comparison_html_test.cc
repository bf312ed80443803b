#include "compare/comparison_html.h"

#include <gtest/gtest.h>

namespace hilo {
namespace {

class StringSink : public ByteSink {
 public:
  Result<void> write(std::string_view bytes) override {
    text += bytes;
    return {};
  }
  std::string text;
};

Candidate make_candidate(std::string way, int workers, double wall_s, bool cold = false) {
  Candidate candidate;
  candidate.way = std::move(way);
  candidate.workers = workers;
  candidate.cold = cold;
  candidate.median = {wall_s * 0.7, wall_s * 0.2, wall_s};
  candidate.rounds = {candidate.median, {wall_s, 0, wall_s * 1.25}, {wall_s, 0, wall_s * 0.8}};
  candidate.bytes_per_second = 8e9 / wall_s;
  candidate.speedup = 4 / wall_s;
  candidate.efficiency = 4 / wall_s / workers;
  return candidate;
}

Comparison make_comparison() {
  Comparison comparison;
  comparison.inputs = {"fake_files"};
  comparison.files = 10000;
  comparison.bytes = 8'000'000'000;
  comparison.cpus = 4;
  comparison.candidates = {make_candidate("serial", 1, 4), make_candidate("threads", 1, 4),
                           make_candidate("threads", 2, 2.5), make_candidate("threads", 4, 1.6)};
  comparison.fits.push_back({"threads", false, 2, 0.25, 4});
  comparison.ceilings.push_back({1, {}, 2.5e9, {}, {}});
  comparison.ceilings.push_back({4, 20e9, 6e9, {}, {}});
  comparison.recommendation = "Use --executor threads -j 4 <b>";
  return comparison;
}

std::string page_of(const Comparison& comparison) {
  StringSink sink;
  EXPECT_TRUE(
      write_comparison_html(comparison, {"hilo bench: fake_files", "hilo bench fake_files"}, sink));
  return sink.text;
}

bool has(std::string_view text, std::string_view what) { return text.find(what) != text.npos; }

TEST(ComparisonHtmlTest, BeginsWithTheRecommendation) {
  const std::string page = page_of(make_comparison());
  EXPECT_TRUE(has(page, "<p class=\"callout\">Use --executor threads -j 4 &lt;b&gt;</p>"));
  EXPECT_TRUE(page.ends_with("</html>\n"));
}

TEST(ComparisonHtmlTest, CurvesStandBesideTheIdealAndTheCeiling) {
  const std::string page = page_of(make_comparison());
  EXPECT_TRUE(has(page, "<h3>Rate, files warm</h3>"));
  EXPECT_FALSE(has(page, "files cold</h3>"));
  EXPECT_TRUE(has(
      page, "<title>threads\n4 workers: 5.00 GB/s, 1.6 s\n2.50 times as fast as serial</title>"));
  EXPECT_TRUE(has(page, "ideal: n workers, n times as fast</li>"));
  EXPECT_TRUE(has(page, "ceiling: reading from page cache alone</li>"));
  EXPECT_TRUE(has(page, "<title>threads\n2 workers: 80 %</title>"));
}

TEST(ComparisonHtmlTest, TablesHaveWhatANotebookSays) {
  const std::string page = page_of(make_comparison());
  EXPECT_TRUE(has(page,
                  "<td class=\"number\">1.12 s</td><td class=\"number\">320 ms</td>"
                  "<td class=\"number\">1.44 s</td><td class=\"number\">1.6 s</td>"));
  EXPECT_TRUE(has(page,
                  ">threads</th><td class=\"text\">warm</td><td class=\"number\">4 s</td>"
                  "<td class=\"number\">25 %</td><td class=\"number\">4.00</td>"));
}

TEST(ComparisonHtmlTest, WarmAndColdAreApart) {
  Comparison comparison = make_comparison();
  comparison.candidates.push_back(make_candidate("threads", 1, 9, true));
  comparison.candidates.push_back(make_candidate("threads", 4, 7, true));
  const std::string page = page_of(comparison);
  EXPECT_TRUE(has(page, "<h3>Rate, files cold</h3>"));
  EXPECT_TRUE(has(page, ">threads, 4 workers, cold</text>"));
}

TEST(ComparisonHtmlTest, FailuresAreShownAsWhatTheyAre) {
  Comparison comparison = make_comparison();
  Candidate failed;
  failed.way = "one thread a file";
  failed.workers = 10000;
  failed.notebook = true;
  failed.failure = "OPEN: Too many open files";
  comparison.candidates.push_back(failed);
  const std::string page = page_of(comparison);
  EXPECT_TRUE(has(page, "<li>one thread a file, warm, failed: OPEN: Too many open files</li>"));
  EXPECT_TRUE(
      has(page, "<title>one thread a file, warm\nfailed: OPEN: Too many open files</title>"));
  EXPECT_TRUE(has(page, "<td class=\"number\">failed</td>"));
}

TEST(ComparisonHtmlTest, NotesAreTold) {
  Comparison comparison = make_comparison();
  comparison.cold_note = "needs root";
  comparison.notes = {"dask: not installed"};
  const std::string page = page_of(comparison);
  EXPECT_TRUE(has(page, "<li>dask: not installed</li>\n<li>cold: needs root</li>"));
}

TEST(ComparisonHtmlTest, SaysWhatIsWrong) {
  Comparison comparison = make_comparison();
  EXPECT_TRUE(has(page_of(comparison), "<p class=\"state good\">Complete</p>"));
  comparison.errors.push_back({ErrorCode::magic, "expected an array", "bad<.npy", 0});
  std::string page = page_of(comparison);
  EXPECT_TRUE(has(page, "<p class=\"state bad\">Incomplete: 1 input failed</p>"));
  EXPECT_TRUE(has(page, ">bad&lt;.npy</th>"));
  comparison.stopped = true;
  EXPECT_TRUE(has(page_of(comparison), "<p class=\"state bad\">Interrupted, incomplete</p>"));
  comparison.same_results = 3;
  comparison.other_results = 1;
  page = page_of(comparison);
  EXPECT_TRUE(has(page, "<p class=\"state bad\">Results differ</p>"));
  EXPECT_TRUE(has(page, "WRONG: 1 of 4 results"));
}

TEST(ComparisonHtmlTest, NothingMeasuredIsAPage) {
  const std::string page = page_of(Comparison());
  EXPECT_FALSE(has(page, "More workers"));
  EXPECT_FALSE(has(page, "nan%"));
  EXPECT_TRUE(page.ends_with("</html>\n"));
}

}  // namespace
}  // namespace hilo
