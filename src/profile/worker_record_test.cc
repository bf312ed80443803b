#include "profile/worker_record.h"

#include <gtest/gtest.h>
#include <time.h>

#include <chrono>
#include <numeric>
#include <thread>
#include <vector>

#include "profile/recorder.h"
#include "profile/summarize.h"
#include "profile/worker_report.h"

namespace hilo {
namespace {

using Role = WorkerRecord::Role;

void spend(std::chrono::microseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
  }
}

// On a CPU, whoever else wants it.
void compute(std::chrono::nanoseconds time) {
  const auto cpu_time = [] {
    struct timespec now {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
  };
  const auto end = cpu_time() + time;
  while (cpu_time() < end) {
  }
}

std::int64_t sum_of(const WorkerRecord& record) {
  const LapNs& spent = record.totals().spent_ns;
  return std::accumulate(spent.begin(), spent.end(), std::int64_t{0});
}

TEST(WorkerRecordTest, StagesAddUpToItsTime) {
  const std::int64_t before = now_ns();
  ProfileRecorder recorder(false);
  WorkerRecord& record = recorder.add(Role::worker);
  record.begin(Stage::idle);
  for (int i = 0; i < 1000; ++i) {
    record.enter(static_cast<Stage>(i % static_cast<int>(kStages)));
    if (i % 100 == 0) spend(std::chrono::microseconds(50));
  }
  record.end();
  EXPECT_EQ(sum_of(record), record.end_ns() - record.begin_ns());
  EXPECT_GE(record.begin_ns(), before);
  EXPECT_LE(record.end_ns(), now_ns());
}

TEST(WorkerRecordTest, TimeIsBookedOnTheStageThatSpentIt) {
  ProfileRecorder recorder(false);
  WorkerRecord& record = recorder.add(Role::worker);
  record.begin(Stage::open);
  record.enter(Stage::compute);
  compute(std::chrono::milliseconds(5));
  record.enter(Stage::read);
  record.end();
  EXPECT_GE(record.totals().spent_ns[lap_of(Stage::compute)], 4'990'000);
  EXPECT_GE(record.totals().cpu.cpu_ns, 4'990'000);
}

TEST(WorkerRecordTest, WaitingForOthersIsNoStage) {
  ProfileRecorder recorder(false);
  {
    const WorkerScope scope(&recorder, Role::caller, Stage::discover);
    const AwayScope away;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const Profile profile = summarize(recorder, {}, now_ns());
  ASSERT_EQ(profile.workers.size(), 1u);
  EXPECT_EQ(profile.workers[0].name, "run");
  EXPECT_LT(profile.workers[0].wall_s, 0.005);
  EXPECT_GE(profile.wall_s, 0.005);
}

TEST(WorkerRecordTest, ShortFilesAreTimedNowAndThenAndTheirTimeIsSharedOut) {
  ProfileRecorder recorder(false);
  WorkerRecord& record = recorder.add(Role::worker);
  record.begin(Stage::open);
  for (int file = 0; file < 2000; ++file) {
    record.begin_file(file);
    record.enter(Stage::read);
    spend(std::chrono::microseconds(3));
    record.enter(Stage::compute);
    spend(std::chrono::microseconds(1));
    record.enter(Stage::open);
  }
  record.end();
  const LapNs& spent = record.totals().spent_ns;
  EXPECT_EQ(record.totals().files, 2000);
  EXPECT_GT(spent[kUnmeasured], 0);
  const Profile profile = summarize(recorder, {}, now_ns());
  const double all = profile.workers[0].wall_s;
  EXPECT_NEAR(all, static_cast<double>(sum_of(record)) / 1e9, 1e-6);
  const LapNs& sampled = record.totals().sampled_ns;
  EXPECT_GT(sampled[lap_of(Stage::read)], 0);
  EXPECT_GT(sampled[lap_of(Stage::compute)], 0);
  EXPECT_LT(sampled[lap_of(Stage::read)], spent[lap_of(Stage::read)]);
  EXPECT_EQ(sampled[kUnmeasured], 0);
  EXPECT_EQ(profile.stage(Stage::discover).seconds, 0);
}

TEST(WorkerRecordTest, ALongFileAmongShortOnesIsTimed) {
  ProfileRecorder recorder(false);
  WorkerRecord& record = recorder.add(Role::worker);
  record.begin(Stage::open);
  const auto scan = [&](int file, std::int64_t bytes, std::chrono::microseconds time) {
    record.begin_file(file);
    record.enter(Stage::read);
    record.note_read(bytes);
    record.enter(Stage::compute);
    spend(time);
    record.enter(Stage::open);
  };
  for (int file = 0; file < 200; ++file) scan(file, 100, std::chrono::microseconds(1));
  const std::int64_t before = record.totals().spent_ns[lap_of(Stage::compute)];
  for (int file = 200; file < 220; ++file) scan(file, 1 << 20, std::chrono::milliseconds(1));
  record.begin_piece(0);
  record.enter(Stage::compute);
  spend(std::chrono::milliseconds(1));
  record.end_files();
  record.enter(Stage::report);
  spend(std::chrono::milliseconds(1));
  record.end();
  EXPECT_GE(record.totals().spent_ns[lap_of(Stage::compute)] - before, 21'000'000);
  EXPECT_GE(record.totals().spent_ns[lap_of(Stage::report)], 1'000'000);
  EXPECT_EQ(sum_of(record), record.end_ns() - record.begin_ns());
}

TEST(WorkerRecordTest, LongFilesAreAllTimed) {
  ProfileRecorder recorder(false);
  WorkerRecord& record = recorder.add(Role::worker);
  record.begin(Stage::open);
  for (int file = 0; file < 200; ++file) {
    record.begin_file(file);
    record.enter(Stage::read);
    spend(std::chrono::microseconds(100));
    record.enter(Stage::open);
  }
  record.end();
  EXPECT_EQ(record.totals().spent_ns[kUnmeasured], 0);
}

TEST(WorkerRecordTest, WhatWaitsForWorkIsTimedAlsoAmongShortFiles) {
  ProfileRecorder recorder(false);
  WorkerRecord& record = recorder.add(Role::worker);
  record.begin(Stage::open);
  for (int file = 0; file < 200; ++file) {
    record.begin_file(file);
    record.enter(Stage::read);
    record.enter(Stage::idle);
    spend(std::chrono::microseconds(20));
  }
  record.end();
  EXPECT_GE(record.totals().spent_ns[lap_of(Stage::idle)], 200 * 20'000);
}

TEST(WorkerRecordTest, ATraceHasEachFileAndStage) {
  ProfileRecorder recorder(true);
  WorkerRecord& record = recorder.add(Role::worker);
  record.begin(Stage::idle);
  for (int file = 0; file < 300; ++file) {
    record.begin_file(file);
    record.enter(Stage::open);
    record.enter(Stage::read);
    record.note_read(100 + file);
    record.enter(Stage::compute);
  }
  record.end();
  std::vector<int> stages(300);
  std::int64_t at = record.begin_ns();
  for (const Span& span : record.spans()->spans()) {
    EXPECT_EQ(span.begin_ns, at);
    at = span.end_ns;
    if (span.input < 0) continue;
    stages[static_cast<std::size_t>(span.input)] |= 1 << static_cast<int>(span.stage);
    EXPECT_EQ(span.bytes, span.stage == Stage::read ? 100 + span.input : 0);
  }
  EXPECT_EQ(at, record.end_ns());
  for (const int each : stages) {
    EXPECT_EQ(each & 0b11110,
              1 << lap_of(Stage::open) | 1 << lap_of(Stage::read) | 1 << lap_of(Stage::compute));
  }
}

TEST(WorkerRecordTest, ThePartsOfALargeFileAreUnits) {
  ProfileRecorder recorder(true);
  WorkerRecord& record = recorder.add(Role::worker);
  record.begin(Stage::idle);
  record.begin_file(0);
  for (int read = 0; read < 1000; ++read) {
    record.enter(Stage::read);
    record.note_read(1);
    record.enter(Stage::compute);
  }
  record.end();
  EXPECT_EQ(record.spans()->spans().back().unit - record.spans()->spans().front().unit, 16u);
}

// The file that was taken before the worker waited, or before the end, is not what it goes on with.
TEST(WorkerRecordTest, WhatFollowsAWaitOrTheEndIsOfNoFileUntilOneIsTold) {
  ProfileRecorder recorder(true);
  {
    const WorkerScope scope(&recorder, Role::caller, Stage::merge);
    current_worker->return_to_file(3);
    spend(std::chrono::microseconds(1));
    { const AwayScope away; }
    spend(std::chrono::microseconds(1));
    current_worker->return_to_file(3);
    spend(std::chrono::microseconds(1));
    current_worker->end_files();
    enter_stage(Stage::report);
  }
  const std::vector<Span>& spans = recorder.records().front().spans()->spans();
  std::vector<std::int32_t> inputs;
  std::vector<std::uint32_t> units;
  for (const Span& span : spans) {
    inputs.push_back(span.input);
    units.push_back(span.unit);
  }
  EXPECT_EQ(inputs, (std::vector<std::int32_t>{-1, 3, -1, 3, -1, -1}));
  EXPECT_EQ(units, (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 4}));
}

TEST(WorkerRecordTest, AWorkerElsewhereIsAsItTold) {
  ProfileRecorder there(true);
  WorkerRecord& worker = there.add(Role::worker);
  worker.begin(Stage::open);
  ProfileRecorder here(true);
  WorkerRecord& record = here.add(Role::worker);
  const std::int64_t started = worker.begin_ns() - 1000;
  for (int round = 0; round < 3; ++round) {
    worker.begin_file(round);
    worker.enter(Stage::read);
    worker.note_read(10);
    worker.enter(Stage::compute);
    WorkerReport report;
    report.totals = worker.totals_now();
    report.at_ns = worker.end_ns();
    report.spans = worker.take_spans();
    ByteWriter writer;
    put_report(report, writer);
    const std::string bytes = writer.take();
    ByteReader reader(bytes);
    WorkerReport read;
    ASSERT_TRUE(get_report(reader, read));
    EXPECT_EQ(reader.left(), 0u);
    record.absorb(read.totals, started, read.at_ns);
    for (const Span& span : read.spans) record.absorb(span);
  }
  record.idle_until(worker.end_ns() + 500);
  EXPECT_EQ(record.totals().read_bytes, 30);
  EXPECT_EQ(record.totals().files, 3);
  EXPECT_EQ(record.totals().spent_ns[lap_of(Stage::idle)], 1500);
  EXPECT_EQ(sum_of(record), record.end_ns() - started);
  EXPECT_EQ(record.spans()->spans().front().begin_ns, started);
  EXPECT_EQ(record.spans()->spans().back().end_ns, worker.end_ns() + 500);
}

TEST(WorkerReportTest, EveryCutIsRefused) {
  WorkerReport report;
  report.spans.resize(2);
  ByteWriter writer;
  put_report(report, writer);
  const std::string bytes = writer.take();
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    ByteReader reader(std::string_view(bytes).substr(0, length));
    WorkerReport read;
    EXPECT_FALSE(get_report(reader, read)) << length;
  }
}

TEST(WorkerReportTest, AStageThatIsNoneAndTooManySpansAreRefused) {
  WorkerReport report;
  report.spans.resize(1);
  ByteWriter writer;
  put_report(report, writer);
  std::string bytes = writer.take();
  bytes.back() = static_cast<char>(kStages);
  ByteReader reader(bytes);
  EXPECT_FALSE(get_report(reader, report));
  report.spans.resize(kMostReportedSpans + 1);
  ByteWriter longer;
  put_report(report, longer);
  bytes = longer.take();
  ByteReader another(bytes);
  EXPECT_FALSE(get_report(another, report));
}

TEST(WorkerScopeTest, TheWorkerIsTheOneOfTheInnermostScope) {
  EXPECT_EQ(current_worker, nullptr);
  ProfileRecorder recorder(false);
  {
    const WorkerScope outer(&recorder, Role::caller, Stage::discover);
    WorkerRecord* const before = current_worker;
    EXPECT_EQ(before, &recorder.records().front());
    {
      const WorkerScope unmeasured(nullptr, Role::worker, Stage::idle);
      EXPECT_EQ(current_worker, nullptr);
      enter_stage(Stage::read);
    }
    EXPECT_EQ(current_worker, before);
    count_call(&SystemCalls::open, 3);
  }
  EXPECT_EQ(current_worker, nullptr);
  EXPECT_EQ(recorder.records().front().totals().calls.open, 3);
}

}  // namespace
}  // namespace hilo
