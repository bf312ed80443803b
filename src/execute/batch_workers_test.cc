#include "execute/batch_workers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "execute/worker_messages.h"

namespace hilo {
namespace {

constexpr std::int64_t kMs = 1'000'000;

class BatchWorkersTest : public ::testing::Test {
 protected:
  BatchWorkersTest() { workers_.begin(2, 100); }

  // A report of a worker that read for all of the time, with one span for it.
  BatchReport report(std::int64_t thread, std::int64_t begin_ns, std::int64_t end_ns,
                     std::int32_t input = 0) {
    BatchReport report;
    report.worker.process = {ProcessIdentity::own().clock, 77};
    report.worker.thread = thread;
    report.begin_ns = begin_ns;
    report.made_ns = end_ns;
    report.measured.at_ns = end_ns;
    report.measured.totals.spent_ns[lap_of(Stage::read)] = end_ns - begin_ns;
    report.measured.totals.cpu.cpu_ns = 3 * kMs;
    report.measured.totals.cpu.system_ns = kMs;
    report.measured.totals.files = 1;
    report.measured.spans = {{begin_ns, end_ns, 8, input, 1, Stage::read}};
    return report;
  }

  std::vector<const WorkerRecord*> records(WorkerRecord::Role role) const {
    std::vector<const WorkerRecord*> records;
    for (const WorkerRecord& record : recorder_.records()) {
      if (record.role() == role) records.push_back(&record);
    }
    return records;
  }

  std::vector<const WorkerRecord*> workers() const { return records(WorkerRecord::Role::worker); }

  static std::vector<std::int32_t> inputs_of(const WorkerRecord& record) {
    std::vector<std::int32_t> inputs;
    for (const Span& span : record.spans()->spans()) {
      if (span.stage == Stage::read) inputs.push_back(span.input);
    }
    return inputs;
  }

  // Stages, and the spans of a trace, fill the time from the first to the last.
  static void expect_no_gap(const WorkerRecord& record) {
    const LapNs& spent_ns = record.totals().spent_ns;
    EXPECT_EQ(std::accumulate(spent_ns.begin(), spent_ns.end(), std::int64_t{0}),
              record.end_ns() - record.begin_ns());
    std::int64_t at_ns = record.begin_ns();
    for (const Span& span : record.spans()->spans()) {
      EXPECT_EQ(span.begin_ns, at_ns);
      at_ns = span.end_ns;
    }
    EXPECT_EQ(at_ns, record.end_ns());
  }

  ProfileRecorder recorder_{true};
  BatchWorkers workers_{&recorder_};
  std::int64_t now_ = now_ns();
};

TEST_F(BatchWorkersTest, BatchesOfAThreadAreOneWorkersInWhateverOrderTheyCome) {
  workers_.add({report(1, now_ + 40 * kMs, now_ + 50 * kMs)}, {13});
  workers_.add({report(2, now_ + 5 * kMs, now_ + 25 * kMs)}, {11});
  workers_.add({report(1, now_ + 10 * kMs, now_ + 30 * kMs)}, {10});
  workers_.add({report(2, now_ + 30 * kMs, now_ + 45 * kMs)}, {12});
  workers_.end();
  ASSERT_EQ(workers().size(), 2u);
  EXPECT_EQ(inputs_of(*workers()[0]), (std::vector<std::int32_t>{11, 12}));
  EXPECT_EQ(inputs_of(*workers()[1]), (std::vector<std::int32_t>{10, 13}));
  EXPECT_EQ(workers()[1]->totals().spent_ns[lap_of(Stage::read)], 30 * kMs);
  EXPECT_GE(workers()[1]->totals().spent_ns[lap_of(Stage::idle)], 10 * kMs);
  for (const WorkerRecord* worker : workers()) expect_no_gap(*worker);
  EXPECT_EQ(recorder_.elsewhere().workers, 2);
}

TEST_F(BatchWorkersTest, WhoTakesThePlaceOfAWorkerThatDiedHasItsRecord) {
  workers_.add({report(1, now_, now_ + 10 * kMs)}, {1});
  workers_.add({report(2, now_, now_ + 20 * kMs)}, {2});
  workers_.add({report(3, now_ + 30 * kMs, now_ + 40 * kMs)}, {3});
  workers_.add({report(2, now_ + 30 * kMs, now_ + 40 * kMs)}, {4});
  workers_.end();
  ASSERT_EQ(workers().size(), 2u);
  EXPECT_EQ(inputs_of(*workers()[0]), (std::vector<std::int32_t>{1, 3}));
  EXPECT_EQ(inputs_of(*workers()[1]), (std::vector<std::int32_t>{2, 4}));
}

TEST_F(BatchWorkersTest, MoreWorkersThanWereExpectedBeginWhenTheyCame) {
  for (std::int64_t thread = 0; thread < 3; ++thread) {
    workers_.add({report(thread, now_ + (10 + thread) * kMs, now_ + 20 * kMs)}, {1});
  }
  workers_.end();
  ASSERT_EQ(workers().size(), 3u);
  EXPECT_EQ(workers()[1]->begin_ns(), workers()[0]->begin_ns());
  EXPECT_EQ(workers()[2]->begin_ns(), now_ + 12 * kMs);
  EXPECT_EQ(recorder_.elsewhere().workers, 3);
}

TEST_F(BatchWorkersTest, WhoHadNothingToDoWasIdle) {
  workers_.add({report(1, now_, now_ + 10 * kMs)}, {1});
  workers_.end();
  ASSERT_EQ(workers().size(), 2u);
  EXPECT_EQ(workers()[1]->totals().files, 0);
  EXPECT_GT(workers()[1]->totals().spent_ns[lap_of(Stage::idle)], 0);
  expect_no_gap(*workers()[1]);
}

// Its clock is ahead by an hour, and answers take from one to some milliseconds.
TEST_F(BatchWorkersTest, AnotherMachinesClockIsSetByItsFastestAnswer) {
  const std::int64_t ahead_ns = 3'600'000 * kMs;
  for (const std::int64_t way_ns : {5 * kMs, kMs, 9 * kMs}) {
    const std::int64_t end_ns = now_ns() - way_ns;
    BatchReport foreign = report(1, end_ns - kMs / 2 + ahead_ns, end_ns + ahead_ns);
    foreign.worker.process.clock += 1;
    workers_.add({foreign}, {7});
  }
  workers_.end();
  EXPECT_TRUE(recorder_.elsewhere().is_other_machine);
  const std::vector<Span>& spans = workers()[0]->spans()->spans();
  const auto read = std::find_if(spans.begin(), spans.end(),
                                 [](const Span& span) { return span.stage == Stage::read; });
  ASSERT_NE(read, spans.end());
  EXPECT_EQ(read->end_ns - read->begin_ns, kMs / 2);
  EXPECT_GT(read->begin_ns, now_ - 20 * kMs);
  EXPECT_LT(read->end_ns, now_ns());
  expect_no_gap(*workers()[0]);
}

TEST_F(BatchWorkersTest, WhatOtherProcessesUsedIsToldAndThisOnesIsNot) {
  workers_.add({report(1, now_, now_ + 10 * kMs)}, {1});
  BatchReport own = report(2, now_, now_ + 10 * kMs);
  own.worker.process = ProcessIdentity::own();
  workers_.add({own}, {2});
  workers_.end();
  EXPECT_DOUBLE_EQ(recorder_.elsewhere().used.system_s, 0.001);
  EXPECT_DOUBLE_EQ(recorder_.elsewhere().used.user_s, 0.002);
  EXPECT_FALSE(recorder_.elsewhere().is_other_machine);
}

TEST_F(BatchWorkersTest, ReadAheadIsNoWorker) {
  BatchReport reader = report(1, now_, now_ + 10 * kMs);
  reader.worker.role = WorkerRecord::Role::reader;
  workers_.add({report(1, now_, now_ + 10 * kMs), reader}, {1});
  workers_.end();
  EXPECT_EQ(workers().size(), 2u);
  ASSERT_EQ(records(WorkerRecord::Role::reader).size(), 1u);
  EXPECT_EQ(records(WorkerRecord::Role::reader)[0]->end_ns(), now_ + 10 * kMs);
}

TEST_F(BatchWorkersTest, ASampleIsOneOfAllBatches) {
  BatchReport thinned = report(1, now_, now_ + 10 * kMs);
  thinned.measured.stride = 4;
  workers_.add({thinned}, {1});
  workers_.end();
  EXPECT_EQ(workers()[0]->stride(), 4u);
  EXPECT_EQ(workers()[1]->stride(), 1u);
}

TEST_F(BatchWorkersTest, FilesThatTheBatchDoesNotHaveAreNone) {
  workers_.add({report(1, now_, now_ + kMs, 5)}, {1});
  workers_.end();
  EXPECT_EQ(inputs_of(*workers()[0]), (std::vector<std::int32_t>{-1}));
}

TEST(BatchReportTest, OfMoreSpansThanAMessageHoldsGoesOn) {
  ProfileRecorder profile(true);
  {
    const WorkerScope worker(&profile, WorkerRecord::Role::caller, Stage::open);
    for (int i = 0; i < 12'000; ++i) {
      if (i % 100 == 0) current_worker->begin_file(i / 100);
      enter_stage(i % 2 == 0 ? Stage::read : Stage::compute);
    }
  }
  const WorkerRecord& record = profile.records().front();
  const std::size_t spans = record.spans()->spans().size();
  ASSERT_GT(spans, kMostReportedSpans);
  std::string bytes;
  append_batch_reports(profile, bytes);
  FrameReader frames;
  frames.append(bytes);
  std::vector<BatchReport> reports;
  while (const auto message = frames.next()) {
    ASSERT_TRUE(read_batch_report(*message, reports.emplace_back()));
  }
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_EQ(reports[0].worker.process, ProcessIdentity::own());
  EXPECT_EQ(reports[0].begin_ns, record.begin_ns());
  EXPECT_EQ(reports[0].measured.at_ns, record.end_ns());
  EXPECT_EQ(reports[0].measured.totals.files, 120);
  EXPECT_FALSE(reports[0].goes_on);
  EXPECT_TRUE(reports[1].goes_on);
  EXPECT_EQ(reports[1].measured.totals.files, 0);

  std::vector<std::size_t> inputs(120);
  std::iota(inputs.begin(), inputs.end(), std::size_t{1000});
  ProfileRecorder all(true);
  BatchWorkers workers(&all);
  workers.begin(1, 120);
  workers.add(reports, inputs);
  workers.end();
  ASSERT_EQ(all.records().size(), 1u);
  EXPECT_EQ(all.records().front().totals().files, 120);
  std::size_t found = 0;
  for (const Span& span : all.records().front().spans()->spans()) {
    found += span.stage == Stage::idle ? 0 : 1;
    EXPECT_TRUE(span.input < 0 || span.input >= 1000);
  }
  EXPECT_EQ(found, spans);
}

TEST(BatchReportTest, WhoHasOnlyWaitedIsLeftOut) {
  ProfileRecorder profile(false);
  {
    const WorkerScope caller(&profile, WorkerRecord::Role::caller, Stage::open);
    const AwayScope away;
    const WorkerScope worker(&profile, WorkerRecord::Role::worker, Stage::idle);
    current_worker->begin_file(0);
  }
  std::string bytes;
  append_batch_reports(profile, bytes);
  FrameReader frames;
  frames.append(bytes);
  const auto message = frames.next();
  ASSERT_TRUE(message);
  BatchReport report;
  ASSERT_TRUE(read_batch_report(*message, report));
  EXPECT_EQ(report.worker.role, WorkerRecord::Role::worker);
  EXPECT_FALSE(frames.next());
}

TEST(BatchReportTest, WhatIsNoneIsRefused) {
  ProfileRecorder profile(true);
  {
    const WorkerScope worker(&profile, WorkerRecord::Role::caller, Stage::open);
    current_worker->begin_file(0);
  }
  std::string bytes;
  append_batch_reports(profile, bytes);
  FrameReader frames;
  frames.append(bytes);
  const std::string message(*frames.next());
  BatchReport report;
  for (std::size_t size = 0; size < message.size(); ++size) {
    EXPECT_FALSE(read_batch_report(std::string_view(message).substr(0, size), report)) << size;
  }
  EXPECT_FALSE(read_batch_report(message + "x", report));
}

}  // namespace
}  // namespace hilo
