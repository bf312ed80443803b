// {"displayTimeUnit": "ns",  chrome://tracing would nest by whole microseconds otherwise
//  "traceEvents": [
//   {"ph": "M", ...}         names of the tracks
//   {"ph": "X", "cat": "file", ...}   a file, from the first to the last that a worker does for it
//   {"ph": "X", "cat": "stage", ...}  within it, its stages
//   {"ph": "C", ...}         bytes in flight
//  ],
//  "otherData": {...}}       what the trace holds
#include "report/trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

#include "hilo/version.h"
#include "report/json_text.h"

namespace hilo::report {
namespace {

// Samples of the counter, at most.
constexpr std::int64_t kMostSamples = 20'000;

struct Change {
  std::int64_t at_ns;
  std::int64_t reading;  // bytes that somebody begins to wait for, or has
  std::int64_t ahead;    // bytes asked for ahead from now on; -1: as before
};

class TraceWriter {
 public:
  TraceWriter(const ProfileRecorder& recorder,
              const std::function<void(std::size_t, std::string&)>& key_of, ByteSink& sink)
      : recorder_(recorder), key_of_(key_of), buffer_(sink) {}

  Result<void> write() {
    buffer_.text() += "{\"displayTimeUnit\": \"ns\",\n \"traceEvents\": [";
    name_tracks();
    std::int64_t track = 0;
    for (const WorkerRecord& record : recorder_.records()) {
      if (auto written = write_spans(record, track++); !written) return written;
    }
    if (auto written = write_counter(); !written) return written;
    buffer_.text() += "\n ],\n ";
    write_rest();
    return buffer_.flush();
  }

 private:
  std::string& next_event() {
    std::string& out = buffer_.text();
    out += is_first_ ? "\n  " : ",\n  ";
    is_first_ = false;
    return out;
  }

  double microseconds(std::int64_t at_ns) const {
    return static_cast<double>(at_ns - recorder_.epoch_ns()) * 1e-3;
  }

  static std::string track_name(const WorkerRecord& record) {
    switch (record.role()) {
      case WorkerRecord::Role::caller:
        return "run";
      case WorkerRecord::Role::worker:
        return fmt::format("worker {}", record.number());
      case WorkerRecord::Role::reader:
        return fmt::format("read-ahead {}", record.number());
    }
    return {};
  }

  void name_tracks() {
    const std::uint32_t every = stride();
    const std::string name = every == 1 ? "hilo" : fmt::format("hilo, one of {} files", every);
    fmt::format_to(std::back_inserter(next_event()),
                   R"({{"ph": "M", "pid": 0, "name": "process_name", "args": {{"name": "{}"}}}})",
                   name);
    std::int64_t track = 0;
    for (const WorkerRecord& record : recorder_.records()) {
      fmt::format_to(
          std::back_inserter(next_event()),
          R"({{"ph": "M", "pid": 0, "tid": {}, "name": "thread_name", "args": {{"name": "{}"}}}})",
          track, track_name(record));
      fmt::format_to(std::back_inserter(next_event()),
                     R"({{"ph": "M", "pid": 0, "tid": {0}, "name": "thread_sort_index", )"
                     R"("args": {{"sort_index": {0}}}}})",
                     track);
      ++track;
    }
  }

  // Begins a complete event, up to its arguments.
  std::string& begin_event(std::string_view name, std::string_view category, std::int64_t track,
                           std::int64_t begin_ns, std::int64_t end_ns) {
    std::string& out = next_event();
    out += "{\"ph\": \"X\", \"name\": ";
    append_json_string(out, name);
    fmt::format_to(std::back_inserter(out),
                   R"(, "cat": "{}", "pid": 0, "tid": {}, "ts": {:.3f}, "dur": {:.3f})", category,
                   track, microseconds(begin_ns), static_cast<double>(end_ns - begin_ns) * 1e-3);
    return out;
  }

  Result<void> write_spans(const WorkerRecord& record, std::int64_t track) {
    if (record.spans() == nullptr) return {};
    const std::vector<Span>& spans = record.spans()->spans();
    for (auto first = spans.begin(); first != spans.end();) {
      const auto last = end_of_file(first, spans.end());
      if (first->input >= 0) write_file(first, last, track);
      for (auto span = first; span != last; ++span) write_stage(*span, track);
      first = last;
      if (auto flushed = buffer_.flush_if_full(); !flushed) return flushed;
    }
    return {};
  }

  // Of the spans of one file, or part of a large one, without a gap between them.
  static std::vector<Span>::const_iterator end_of_file(std::vector<Span>::const_iterator first,
                                                       std::vector<Span>::const_iterator end) {
    auto last = std::next(first);
    while (last != end && last->input == first->input && last->unit == first->unit &&
           last->begin_ns == std::prev(last)->end_ns) {
      ++last;
    }
    return last;
  }

  void write_file(std::vector<Span>::const_iterator first, std::vector<Span>::const_iterator last,
                  std::int64_t track) {
    std::int64_t bytes = 0;
    for (auto span = first; span != last; ++span) bytes += span->bytes;
    key_of_(static_cast<std::size_t>(first->input), key_);
    std::string& out = begin_event(key_, "file", track, first->begin_ns, std::prev(last)->end_ns);
    fmt::format_to(std::back_inserter(out), R"(, "args": {{"bytes": {}}}}})", bytes);
  }

  void write_stage(const Span& span, std::int64_t track) {
    std::string& out =
        begin_event(stage_name(span.stage), "stage", track, span.begin_ns, span.end_ns);
    if (span.bytes > 0) {
      fmt::format_to(std::back_inserter(out), R"(, "args": {{"bytes": {}}})", span.bytes);
    }
    out += '}';
  }

  std::vector<Change> changes() const {
    std::vector<Change> changes;
    for (const WorkerRecord& record : recorder_.records()) {
      if (record.spans() == nullptr) continue;
      for (const Span& span : record.spans()->spans()) {
        // Of one that took no time there is no moment in which its bytes were in flight.
        if (span.stage != Stage::read || span.bytes == 0 || span.begin_ns == span.end_ns) continue;
        changes.push_back({span.begin_ns, span.bytes, -1});
        changes.push_back({span.end_ns, -span.bytes, -1});
      }
    }
    for (const AheadSample& sample : recorder_.ahead()) {
      changes.push_back({sample.at_ns, 0, sample.bytes});
    }
    std::sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
      // At the same moment, one read ends before the next begins.
      return a.at_ns != b.at_ns ? a.at_ns < b.at_ns : a.reading < b.reading;
    });
    return changes;
  }

  Result<void> write_counter() {
    const std::vector<Change> all = changes();
    if (all.empty()) return {};
    const bool has_ahead = !recorder_.ahead().empty();
    const std::int64_t least_ns = (all.back().at_ns - all.front().at_ns) / kMostSamples;
    std::int64_t reading = 0;
    std::int64_t ahead = 0;
    std::int64_t written_ns = all.front().at_ns - least_ns;
    for (const Change& change : all) {
      reading += change.reading;
      if (change.ahead >= 0) ahead = change.ahead;
      const bool is_last = &change == &all.back();
      if (change.at_ns - written_ns < least_ns && !is_last) continue;
      written_ns = change.at_ns;
      const std::string more = has_ahead ? fmt::format(", \"read ahead\": {}", ahead) : "";
      fmt::format_to(std::back_inserter(next_event()),
                     R"({{"ph": "C", "pid": 0, "name": "bytes in flight", "ts": {:.3f}, )"
                     R"("args": {{"reading": {}{}}}}})",
                     microseconds(change.at_ns), reading, more);
      if (auto flushed = buffer_.flush_if_full(); !flushed) return flushed;
    }
    return {};
  }

  // Of so many files or parts of files one is kept.
  std::uint32_t stride() const {
    std::uint32_t stride = 1;
    for (const WorkerRecord& record : recorder_.records()) {
      if (record.spans() != nullptr) stride = std::max(stride, record.spans()->stride());
    }
    return stride;
  }

  void write_rest() {
    std::string& out = buffer_.text();
    const std::uint32_t every = stride();
    fmt::format_to(std::back_inserter(out), R"("otherData": {{"program": "hilo {}", )", version());
    out += every == 1 ? "\"complete\": true, \"sampled\": \"all files\"}}\n"
                      : fmt::format(
                            "\"complete\": false, \"sampled\": \"one of {} files or parts "
                            "of large files, since there were too many events\"}}}}\n",
                            every);
  }

  const ProfileRecorder& recorder_;
  const std::function<void(std::size_t, std::string&)>& key_of_;
  OutputBuffer buffer_;
  std::string key_;
  bool is_first_ = true;
};

}  // namespace

Result<void> write_trace(const ProfileRecorder& recorder,
                         const std::function<void(std::size_t, std::string&)>& key_of,
                         ByteSink& sink) {
  return TraceWriter(recorder, key_of, sink).write();
}

}  // namespace hilo::report
