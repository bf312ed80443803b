#include "execute/batch_report.h"

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "execute/worker_messages.h"

namespace hilo {
namespace {

std::string to_bytes(const BatchReport& report) {
  ByteWriter writer;
  const BatchWorker& worker = report.worker;
  writer.put(worker.process.clock);
  writer.put(worker.process.process);
  writer.put(worker.thread);
  writer.put_byte(static_cast<std::uint8_t>(worker.role));
  writer.put(worker.number);
  writer.put(report.begin_ns);
  writer.put(report.made_ns);
  writer.put_byte(report.goes_on ? 1 : 0);
  put_report(report.measured, writer);
  return writer.take();
}

// The totals, and as many of the spans as fit; then the rest of the spans.
void append_reports(const WorkerRecord& record, BatchReport& report, std::string& out) {
  const std::vector<Span> none;
  const std::vector<Span>& spans = record.spans() != nullptr ? record.spans()->spans() : none;
  for (std::size_t taken = 0; taken == 0 || taken < spans.size(); taken += kMostReportedSpans) {
    const auto first = spans.begin() + static_cast<std::ptrdiff_t>(taken);
    const std::size_t count = std::min(kMostReportedSpans, spans.size() - taken);
    report.measured.spans.assign(first, first + static_cast<std::ptrdiff_t>(count));
    append_frame(to_bytes(report), out);
    report.measured.totals = {};
    report.goes_on = true;
  }
}

// A thread that started others has only waited for them, as a rule.
bool has_worked(const WorkerRecord& record) {
  return record.role() != WorkerRecord::Role::caller || record.totals().files > 0;
}

}  // namespace

void append_batch_reports(ProfileRecorder& profile, std::string& out) {
  BatchReport report;
  report.worker.process = ProcessIdentity::own();
  report.worker.thread = ::gettid();
  report.made_ns = now_ns();
  for (const WorkerRecord& record : profile.records()) {
    if (!has_worked(record)) continue;
    report.worker.role = record.role();
    report.worker.number = record.number();
    report.begin_ns = record.begin_ns();
    report.goes_on = false;
    report.measured.at_ns = record.end_ns();
    report.measured.totals = record.totals();
    report.measured.stride = record.stride();
    append_reports(record, report, out);
  }
}

bool read_batch_report(std::string_view message, BatchReport& report) {
  ByteReader reader(message);
  BatchWorker& worker = report.worker;
  worker.process.clock = reader.get<std::uint64_t>();
  worker.process.process = reader.get<std::uint64_t>();
  worker.thread = reader.get<std::int64_t>();
  const std::uint8_t role = reader.get_byte();
  worker.role = static_cast<WorkerRecord::Role>(role);
  worker.number = reader.get<std::int64_t>();
  report.begin_ns = reader.get<std::int64_t>();
  report.made_ns = reader.get<std::int64_t>();
  report.goes_on = reader.get_byte() != 0;
  return get_report(reader, report.measured) && reader.left() == 0 &&
         role <= static_cast<std::uint8_t>(WorkerRecord::Role::reader);
}

}  // namespace hilo
