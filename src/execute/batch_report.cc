#include "execute/batch_report.h"

#include <algorithm>
#include <utility>

#include "execute/worker_messages.h"

namespace hilo {
namespace {

std::string to_bytes(const BatchReport& report) {
  ByteWriter writer;
  writer.put(report.batch_ns);
  writer.put(report.begin_ns);
  put_report(report.worker, writer);
  return writer.take();
}

// The totals, and as many of the spans as fit; then the rest of the spans.
void append_reports(const WorkerRecord& record, BatchReport report, std::string& out) {
  const std::vector<Span> none;
  const std::vector<Span>& spans = record.spans() != nullptr ? record.spans()->spans() : none;
  for (std::size_t taken = 0; taken == 0 || taken < spans.size(); taken += kMostReportedSpans) {
    const std::size_t until = std::min(taken + kMostReportedSpans, spans.size());
    report.worker.spans.assign(spans.begin() + static_cast<std::ptrdiff_t>(taken),
                               spans.begin() + static_cast<std::ptrdiff_t>(until));
    append_frame(to_bytes(report), out);
    report.worker.totals = {};
    report.begin_ns = report.worker.at_ns;
  }
}

}  // namespace

void append_batch_reports(ProfileRecorder& profile, std::string& out) {
  const std::int64_t epoch_ns = profile.epoch_ns();
  const std::int64_t batch_ns = now_ns() - epoch_ns;
  for (WorkerRecord& record : profile.records()) {
    BatchReport report;
    report.batch_ns = batch_ns;
    report.begin_ns = record.begin_ns() - epoch_ns;
    report.worker.at_ns = record.end_ns() - epoch_ns;
    report.worker.totals = record.totals();
    append_reports(record, std::move(report), out);
  }
}

bool read_batch_report(std::string_view message, BatchReport& report) {
  ByteReader reader(message);
  report.batch_ns = reader.get<std::int64_t>();
  report.begin_ns = reader.get<std::int64_t>();
  return get_report(reader, report.worker) && reader.left() == 0;
}

void MeasuredSlots::add(const std::vector<BatchReport>& reports,
                        const std::vector<std::size_t>& inputs) {
  if (profile_ == nullptr) return;
  const std::int64_t came_ns = now_ns();
  WorkerRecord* slot = nullptr;
  for (const BatchReport& report : reports) {
    const std::int64_t begun_ns = came_ns - report.batch_ns;
    const std::int64_t begin_ns = begun_ns + report.begin_ns;
    const bool goes_on = report.begin_ns == report.worker.at_ns;  // more spans of the same worker
    if (!goes_on || slot == nullptr) slot = &free_at(begin_ns);
    if (!goes_on) slot->add(report.worker.totals, begin_ns, begun_ns + report.worker.at_ns);
    for (Span span : report.worker.spans) {
      span.begin_ns += begun_ns;
      span.end_ns += begun_ns;
      const auto number = static_cast<std::size_t>(span.input);
      span.input = span.input >= 0 && number < inputs.size()
                       ? static_cast<std::int32_t>(inputs[number])
                       : -1;
      slot->absorb(span);
    }
  }
}

void MeasuredSlots::end() {
  for (WorkerRecord* const slot : slots_) slot->idle_until(now_ns());
}

WorkerRecord& MeasuredSlots::free_at(std::int64_t begin_ns) {
  for (WorkerRecord* const slot : slots_) {
    if (slot->end_ns() <= begin_ns) return *slot;
  }
  slots_.push_back(&profile_->add(WorkerRecord::Role::worker));
  return *slots_.back();
}

}  // namespace hilo
