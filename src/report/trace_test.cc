#include "report/trace.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

namespace hilo::report {
namespace {

using Role = WorkerRecord::Role;

class StringSink : public ByteSink {
 public:
  Result<void> write(std::string_view bytes) override {
    if (fails) return failure(ErrorCode::output, "no space");
    text += bytes;
    return {};
  }
  std::string text;
  bool fails = false;
};

class TraceTest : public testing::Test {
 protected:
  // A worker that scans `files` files of one stage each.
  void scan(int files) {
    WorkerRecord& record = recorder_.add(Role::worker);
    record.begin(Stage::idle);
    for (int file = 0; file < files; ++file) {
      record.begin_file(file);
      record.enter(Stage::read);
      record.note_read(8);
      record.enter(Stage::idle);
    }
    record.end();
  }

  std::string trace() {
    StringSink sink;
    const auto written = write_trace(
        recorder_, [](std::size_t index, std::string& key) { key = "f\"" + std::to_string(index); },
        sink);
    EXPECT_TRUE(written);
    return sink.text;
  }

  static std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
    return found;
  }

  ProfileRecorder recorder_{true};
};

TEST_F(TraceTest, HasATrackAWorkerAndASpanAFileAndStage) {
  scan(3);
  recorder_.add(Role::reader).begin(Stage::idle);
  recorder_.note_ahead(4096);
  const std::string text = trace();
  EXPECT_EQ(count(text, R"("name": "thread_name", "args": {"name": "worker 1"})"), 1u);
  EXPECT_EQ(count(text, R"("name": "thread_name", "args": {"name": "read-ahead 1"})"), 1u);
  EXPECT_EQ(count(text, R"("cat": "file")"), 3u);
  EXPECT_EQ(count(text, R"({"ph": "X", "name": "f\"2", "cat": "file", "pid": 0, "tid": 0, "ts": )"),
            1u);
  EXPECT_EQ(count(text, R"({"ph": "X", "name": "read", "cat": "stage", )"), 3u);
  EXPECT_EQ(count(text, R"("args": {"bytes": 8}})"), 6u);  // of files and of their reads
  EXPECT_EQ(count(text, R"({"ph": "C", "pid": 0, "name": "bytes in flight", )"), 7u);
  EXPECT_EQ(count(text, R"("read ahead": 4096)"), 1u);
  EXPECT_TRUE(text.ends_with("\"complete\": true, \"sampled\": \"all files\"}}\n")) << text;
}

TEST_F(TraceTest, OfNothingIsADocumentAllTheSame) {
  EXPECT_TRUE(trace().starts_with("{\"displayTimeUnit\": \"ns\",\n \"traceEvents\": [\n"));
}

TEST_F(TraceTest, BeyondItsRoomItIsASampleAndSaysSo) {
  scan(400'000);  // three events each, and two of the counter
  const std::string text = trace();
  const std::size_t events = count(text, "{\"ph\": ");
  EXPECT_LE(events, 1'000'010u);
  EXPECT_GE(events, 480'000u);
  EXPECT_EQ(count(text, R"("process_name", "args": {"name": "hilo, one of 2 files"})"), 1u);
  EXPECT_EQ(count(text, "\"complete\": false, \"sampled\": \"one of 2 files or parts"), 1u);
}

TEST_F(TraceTest, WithoutReadAheadItHasNoCounter) {
  scan(1);
  const std::string text = trace();
  EXPECT_EQ(count(text, R"("args": {"reading": 8}})"), 1u) << text;
  EXPECT_EQ(count(text, "read ahead"), 0u);
}

TEST_F(TraceTest, AFailingSinkIsTold) {
  scan(1);
  StringSink sink;
  sink.fails = true;
  const auto written = write_trace(
      recorder_, [](std::size_t, std::string&) {}, sink);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::output);
}

}  // namespace
}  // namespace hilo::report
