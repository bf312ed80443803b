#include "report/profile_text.h"

#include <gtest/gtest.h>

#include <sstream>

#include "report/display.h"
#include "report/profile_json.h"

namespace hilo::report {
namespace {

Profile profile_of_a_run() {
  Profile profile;
  profile.executor = "threads";
  profile.jobs = 2;
  profile.wall_s = 1.25;
  profile.user_s = 0.5;
  profile.system_s = 1.5;
  profile.files = 10'000;
  profile.bytes = 8'001'280'000;
  profile.stages[0] = {0.0125, 0.005, 0};
  profile.stages[1] = {0.1, 0.04, 0};
  profile.stages[2] = {2.0, 0.8, 8'001'280'000};
  profile.stages[4] = {0.3875, 0.155, 8'000'000'000};
  WorkerProfile worker;
  worker.name = "worker 1";
  worker.wall_s = 1.25;
  worker.stage_s[2] = 1.25;
  profile.workers = {worker};
  profile.page_cache_share = 1;
  profile.system_calls = {10'000, 20'000, 70'000, 10'000, 0};
  profile.ceilings = {2, 9e9, 8e9, std::nullopt, 25e9};
  profile.cause = "page cache";
  profile.verdict = "page cache: 80 % of worker time copies files that are in memory";
  return profile;
}

TEST(ProfileTextTest, HasStagesCeilingsAndTheVerdict) {
  EXPECT_EQ(profile_text(profile_of_a_run()),
            "profile: 10000 files, 8.0 GB in 1.25 s, threads -j 2; CPU user 500 ms, system\n"
            "    1.5 s\n"
            "  stage     worker time   share   bytes       rate\n"
            "  discover      0.013 s   0.5 %\n"
            "  open          0.100 s   4.0 %\n"
            "  read          2.000 s  80.0 %  8.0 GB  4.00 GB/s\n"
            "  decode        0.000 s   0.0 %\n"
            "  compute       0.388 s  15.5 %  8.0 GB  20.6 GB/s\n"
            "  merge         0.000 s   0.0 %\n"
            "  report        0.000 s   0.0 %\n"
            "  idle          0.000 s   0.0 %\n"
            "  this machine, 2 threads: page cache 8.00 GB/s, memory copy 9.00 GB/s, kernel\n"
            "    25.0 GB/s\n"
            "  100 % of the bytes came from the page cache; 11.0 system calls a file (open\n"
            "    1.0, fstat 2.0, read 7.0, close 1.0)\n"
            "verdict: page cache: 80 % of worker time copies files that are in memory\n");
}

TEST(ProfileTextTest, FitsTheWidth) {
  Profile profile = profile_of_a_run();
  for (int i = 0; i < 30; ++i) profile.verdict += " and more";
  for (const std::size_t width : {60, 80, 120}) {
    std::istringstream lines(profile_text(profile, width));
    for (std::string line; std::getline(lines, line);)
      EXPECT_LE(display_width(line), width) << line;
  }
}

TEST(ProfileTextTest, NamesDoNotReachATerminalAsTheyAre) {
  Profile profile = profile_of_a_run();
  profile.verdict = "one large file: a\x1b[31m.npy holds";
  EXPECT_EQ(profile_text(profile).find('\x1b'), std::string::npos);
}

TEST(ProfileTextTest, SaysNothingItDoesNotKnow) {
  const std::string text = profile_text(Profile());
  EXPECT_EQ(text.find("this machine"), std::string::npos);
  EXPECT_EQ(text.find("system calls"), std::string::npos);
  EXPECT_EQ(text.find("nan"), std::string::npos);
}

TEST(ProfileJsonTest, HasAllFields) {
  std::string text;
  append_json_profile(text, profile_of_a_run(), ", ");
  EXPECT_TRUE(text.starts_with(
      R"({"verdict": "page cache: 80 % of worker time copies files that are in memory", )"
      R"("cause": "page cache", "executor": "threads", "jobs": 2, "wall_s": 1.25, "user_s": 0.5, )"
      R"("system_s": 1.5, "files": 10000, "bytes": 8001280000, "stages": [{"stage": "discover", )"
      R"("seconds": 0.0125, "share": 0.005, "bytes": 0, "bytes_per_second": null}, )"))
      << text;
  EXPECT_NE(text.find(R"({"name": "worker 1", "begin_s": 0.0, "wall_s": 1.25, "cpu_s": 0.0, )"
                      R"("ready_s": 0.0, "files": 0, "bytes": 0, "stages": {"discover": 0.0, )"),
            std::string::npos);
  EXPECT_TRUE(text.ends_with(
      R"("page_cache_share": 1.0, "system_calls": {"open": 10000, "fstat": 20000, )"
      R"("read": 70000, "close": 10000, "fadvise": 0, "per_file": 11.0}, "ceilings": )"
      R"({"workers": 2, "memory_copy": 9000000000.0, "page_cache": 8000000000.0, )"
      R"("cold_reading": null, "kernel": 25000000000.0}})"))
      << text;
}

TEST(ProfileJsonTest, WhatIsUnknownIsNull) {
  std::string text;
  append_json_profile(text, Profile(), ", ");
  EXPECT_NE(text.find(R"("page_cache_share": null)"), std::string::npos);
  EXPECT_NE(text.find(R"("per_file": null)"), std::string::npos);
  EXPECT_NE(text.find(R"("workers": [])"), std::string::npos);
}

}  // namespace
}  // namespace hilo::report
