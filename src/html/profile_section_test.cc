#include "html/profile_section.h"

#include <gtest/gtest.h>

#include "html/timeline_chart.h"

namespace hilo::html {
namespace {

WorkerProfile make_worker(std::string name, std::size_t intervals) {
  WorkerProfile worker;
  worker.name = std::move(name);
  worker.wall_s = 2;
  worker.stage_s[static_cast<std::size_t>(Stage::read)] = 1.5;
  worker.stage_s[static_cast<std::size_t>(Stage::idle)] = 0.5;
  StageSeconds interval = {};
  interval[static_cast<std::size_t>(Stage::read)] = 0.01;
  worker.timeline.assign(intervals, interval);
  return worker;
}

Profile make_profile(std::size_t workers, std::size_t intervals) {
  Profile profile;
  profile.executor = "threads";
  profile.jobs = static_cast<int>(workers);
  profile.wall_s = 2;
  profile.files = 100;
  profile.bytes = 8'000'000'000;
  profile.interval_s = 0.01;
  profile.verdict = "storage: 75 % of <worker> time";
  profile.system_calls = {100, 200, 300, 100, 0};
  profile.stages[2] = {1.5, 0.75, 8'000'000'000};
  for (std::size_t i = 0; i < workers; ++i) {
    profile.workers.push_back(make_worker("worker " + std::to_string(i + 1), intervals));
  }
  return profile;
}

std::string section_of(const Profile& profile) {
  std::string out;
  append_profile(out, profile);
  return out;
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++found;
  return found;
}

bool has(std::string_view text, std::string_view what) { return text.find(what) != text.npos; }

TEST(ProfileSectionTest, BeginsWithTheVerdict) {
  EXPECT_TRUE(section_of(make_profile(2, 10))
                  .starts_with("<p class=\"callout\">storage: 75 % of &lt;worker&gt; time</p>"));
}

TEST(ProfileSectionTest, HasTheTimesAndCallsAsText) {
  const std::string text = section_of(make_profile(2, 10));
  EXPECT_TRUE(has(text, "<title>worker 2\nread: 1.5 s, 75 %</title>"));
  EXPECT_TRUE(has(text, "<title>worker 1, from 90 ms\nread 100 %</title>"));
  EXPECT_TRUE(has(text, "<dt>System calls a file</dt><dd>7.00</dd>"));
  EXPECT_TRUE(has(text,
                  ">read</th><td class=\"number\">1.5 s</td><td class=\"number\">75 %</td>"
                  "<td class=\"number\">8.0 GB</td><td class=\"number\">5.33 GB/s</td>"));
  EXPECT_TRUE(has(text, "<title>this run: 4.00 GB/s</title>"));
}

TEST(ProfileSectionTest, ShowsTheCeilingsThatThereAre) {
  Profile profile = make_profile(1, 0);
  EXPECT_TRUE(has(section_of(profile), "the machine was not measured"));
  profile.ceilings.workers = 4;
  profile.ceilings.page_cache = 4.7e9;
  const std::string text = section_of(profile);
  EXPECT_TRUE(has(text, "what the machine did with 4 threads"));
  EXPECT_TRUE(has(text, "<title>page cache: 4.70 GB/s</title>"));
  EXPECT_FALSE(has(text, "cold reading"));
  EXPECT_FALSE(has(text, "<h3>Timeline</h3>"));
}

TEST(ProfileSectionTest, ManyWorkersAndIntervalsStaySmall) {
  const std::string text = section_of(make_profile(300, 2000));
  EXPECT_TRUE(has(text, "The first 64 of 300 workers are shown."));
  EXPECT_LT(text.size(), 1'000'000u);
  EXPECT_EQ(count(text, "<title>worker 64, from"), count(text, "<title>worker 1, from"));
}

TEST(ProfileSectionTest, AProfileOfNothingIsShown) {
  const std::string text = section_of(Profile());
  EXPECT_FALSE(has(text, "nan"));
  EXPECT_FALSE(has(text, "inf"));
  EXPECT_TRUE(has(text, "<dd>no file</dd>"));
}

TEST(TimelineTest, IntervalsArePutTogether) {
  std::vector<StageSeconds> timeline(5);
  for (std::size_t i = 0; i < 5; ++i) timeline[i][2] = static_cast<double>(i);
  const std::vector<StageSeconds> coarser = coarser_timeline(timeline, 2);
  ASSERT_EQ(coarser.size(), 3u);
  EXPECT_EQ(coarser[0][2], 1);
  EXPECT_EQ(coarser[1][2], 5);
  EXPECT_EQ(coarser[2][2], 4);
  EXPECT_TRUE(coarser_timeline({}, 3).empty());
}

}  // namespace
}  // namespace hilo::html
