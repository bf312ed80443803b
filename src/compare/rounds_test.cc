#include "compare/rounds.h"

#include <gtest/gtest.h>

#include <thread>

namespace hilo {
namespace {

// Says what was asked of it.
class FakeRunner : public Runner {
 public:
  RunRecord run(const Candidate& candidate) override {
    log.push_back(candidate.way);
    RunRecord record = on_run ? on_run(candidate) : RunRecord{};
    record.times.wall_s = static_cast<double>(log.size());
    return record;
  }

  std::string make_cold() override {
    log.push_back("cold");
    return why_not_cold;
  }

  std::vector<std::string> log;
  std::function<RunRecord(const Candidate&)> on_run;
  std::string why_not_cold;
};

std::vector<Candidate> candidates(std::vector<std::string> ways, bool cold = false) {
  std::vector<Candidate> made;
  for (std::string& way : ways) {
    made.emplace_back();
    made.back().way = std::move(way);
    made.back().cold = cold;
  }
  return made;
}

struct Outcome {
  bool finished = false;
  Agreement agreement;
  std::string why;
};

Outcome run(std::vector<Candidate>& all, const RoundsPlan& plan, Runner& runner) {
  Outcome outcome;
  outcome.finished = run_rounds(all, plan, runner, outcome.agreement, outcome.why);
  return outcome;
}

RunRecord with_result(std::uint64_t hash) {
  RunRecord record;
  record.digest = ResultDigest{hash, 10};
  return record;
}

TEST(RoundsTest, TheOrderIsTurnedRoundEachTime) {
  FakeRunner runner;
  auto all = candidates({"a", "b", "c"});
  EXPECT_TRUE(run(all, {.rounds = 3, .limit = {}}, runner).finished);
  EXPECT_EQ(runner.log, (std::vector<std::string>{"a", "b", "c", "c", "b", "a", "a", "b", "c"}));
  ASSERT_EQ(all[2].rounds.size(), 3U);
  EXPECT_EQ(all[2].rounds[0].wall_s, 3);
  EXPECT_EQ(all[2].rounds[1].wall_s, 4);
  EXPECT_EQ(all[2].rounds[2].wall_s, 9);
}

TEST(RoundsTest, ADriftOverTwoRoundsHitsAllAlike) {
  FakeRunner runner;
  auto all = candidates({"a", "b", "c", "d"});
  run(all, {.rounds = 2, .limit = {}}, runner);
  for (const Candidate& each : all) {
    EXPECT_EQ(each.rounds[0].wall_s + each.rounds[1].wall_s, 9);
  }
}

TEST(RoundsTest, ARoundThatWouldTakeTooLongEndsWithItsFirstRun) {
  FakeRunner runner;
  runner.on_run = [](const Candidate&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    return RunRecord{};
  };
  auto all = candidates({"a", "b", "c"});
  const RoundsPlan plan = {
      .rounds = 2, .limit = {}, .longest_round = std::chrono::milliseconds(500)};
  const Outcome outcome = run(all, plan, runner);
  EXPECT_FALSE(outcome.finished);
  EXPECT_EQ(outcome.why, "a round would take 0 minutes or more; '--cold on' takes them");
  EXPECT_EQ(runner.log, std::vector<std::string>{"a"});
  EXPECT_EQ(too_long(750), "a round would take 12 minutes or more; '--cold on' takes them");
  auto one = candidates({"a"});
  EXPECT_TRUE(run(one, plan, runner).finished);
  // With so many workers these may take 25 ms together.
  auto quick = candidates({"a", "b", "c"});
  quick[1].workers = quick[2].workers = 16;
  EXPECT_TRUE(run(quick, plan, runner).finished);
}

TEST(RoundsTest, FilesArePutOutOfMemoryBeforeEachColdRun) {
  FakeRunner runner;
  auto all = candidates({"a", "b"}, true);
  EXPECT_TRUE(run(all, {.rounds = 1, .limit = {}}, runner).finished);
  EXPECT_EQ(runner.log, (std::vector<std::string>{"cold", "a", "cold", "b"}));

  FakeRunner unable;
  unable.why_not_cold = "there is no disk";
  auto none = candidates({"a", "b"}, true);
  const Outcome outcome = run(none, {.rounds = 1, .limit = {}}, unable);
  EXPECT_FALSE(outcome.finished);
  EXPECT_EQ(outcome.why, "there is no disk");
  EXPECT_TRUE(none[0].rounds.empty());
}

TEST(RoundsTest, AResultOfOtherBytesIsAFailure) {
  FakeRunner runner;
  runner.on_run = [&](const Candidate& candidate) {
    return with_result(candidate.way == "b" ? 2 : 1);
  };
  auto all = candidates({"a", "b", "c"});
  const Outcome outcome = run(all, {.rounds = 2, .limit = {}}, runner);
  EXPECT_TRUE(outcome.finished);
  EXPECT_EQ(outcome.agreement.same, 4);
  EXPECT_EQ(outcome.agreement.others, 1);
  EXPECT_EQ(all[1].failure, "its result is not that of the other runs");
  EXPECT_TRUE(all[0].failure.empty());
  EXPECT_TRUE(all[2].failure.empty());
  EXPECT_EQ(all[1].rounds.size(), 1U);  // it is not asked again
}

TEST(RoundsTest, OneDifferentRoundOfMany) {
  FakeRunner runner;
  runner.on_run = [&](const Candidate&) { return with_result(runner.log.size() == 6 ? 2 : 1); };
  auto all = candidates({"a", "b"});
  const Outcome outcome = run(all, {.rounds = 5, .limit = {}}, runner);
  EXPECT_EQ(outcome.agreement.others, 1);
  EXPECT_FALSE(all[1].failure.empty());
}

TEST(RoundsTest, ResultsThatAreNotExactAreNotCompared) {
  FakeRunner runner;
  runner.on_run = [&](const Candidate& candidate) {
    return candidate.way == "b" ? RunRecord{} : with_result(1);
  };
  auto all = candidates({"a", "b"});
  const Outcome outcome = run(all, {.rounds = 2, .limit = {}}, runner);
  EXPECT_EQ(outcome.agreement.same, 2);
  EXPECT_EQ(outcome.agreement.others, 0);
}

TEST(RoundsTest, WhatFailsDoesNotRunAgain) {
  FakeRunner runner;
  runner.on_run = [&](const Candidate& candidate) {
    RunRecord record;
    if (candidate.way == "b") record.failure = "it died";
    return record;
  };
  auto all = candidates({"a", "b"});
  EXPECT_TRUE(run(all, {.rounds = 3, .limit = {}}, runner).finished);
  EXPECT_EQ(runner.log, (std::vector<std::string>{"a", "b", "a", "a"}));
  EXPECT_EQ(all[1].failure, "it died");
}

TEST(RoundsTest, AStopKeepsWhatWasMeasured) {
  std::atomic<bool> stop = false;
  FakeRunner runner;
  runner.on_run = [&](const Candidate& candidate) {
    RunRecord record;
    if (runner.log.size() == 4) {
      stop = true;
      record.stopped = true;
    }
    EXPECT_FALSE(candidate.cold);
    return record;
  };
  auto all = candidates({"a", "b", "c"});
  const Outcome outcome = run(all, {.rounds = 5, .limit = {}, .stop = &stop}, runner);
  EXPECT_FALSE(outcome.finished);
  EXPECT_TRUE(outcome.why.empty());
  EXPECT_EQ(all[0].rounds.size(), 1U);
  EXPECT_EQ(all[2].rounds.size(), 1U);  // the run that was stopped does not count
}

TEST(RoundsTest, NoRoundBeginsThatWouldEndAfterTheLimit) {
  FakeRunner runner;
  runner.on_run = [&](const Candidate&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    return RunRecord{};
  };
  auto all = candidates({"a"});
  EXPECT_TRUE(run(all, {.rounds = 50, .limit = std::chrono::milliseconds(100)}, runner).finished);
  EXPECT_LE(all[0].rounds.size(), 3U);
  auto once = candidates({"a"});
  EXPECT_TRUE(run(once, {.rounds = 50, .limit = std::chrono::nanoseconds(1)}, runner).finished);
  EXPECT_EQ(once[0].rounds.size(), 1U);
}

TEST(RoundsTest, RunsAreAnnounced) {
  FakeRunner runner;
  std::vector<std::string> said;
  auto all = candidates({"a", "b"});
  RoundsPlan plan{.rounds = 2, .limit = {}};
  plan.on_run = [&](const RunUnderWay& run) {
    said.push_back(run.candidate.way + std::to_string(run.round) + "/" +
                   std::to_string(run.rounds));
  };
  run(all, plan, runner);
  EXPECT_EQ(said, (std::vector<std::string>{"a0/2", "b0/2", "b1/2", "a1/2"}));
}

}  // namespace
}  // namespace hilo
