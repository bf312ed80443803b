#include "profile/worker_report.h"

namespace hilo {
namespace {

void put_span(const Span& span, ByteWriter& writer) {
  for (const std::int64_t number : {span.begin_ns, span.end_ns, span.bytes}) writer.put(number);
  writer.put(static_cast<std::uint32_t>(span.input));
  writer.put(span.unit);
  writer.put_byte(static_cast<std::uint8_t>(span.stage));
}

bool get_span(ByteReader& reader, Span& span) {
  for (std::int64_t* number : {&span.begin_ns, &span.end_ns, &span.bytes}) {
    *number = reader.get<std::int64_t>();
  }
  span.input = static_cast<std::int32_t>(reader.get<std::uint32_t>());
  span.unit = reader.get<std::uint32_t>();
  const std::uint8_t stage = reader.get_byte();
  span.stage = static_cast<Stage>(stage);
  return reader.is_good() && stage < kStages;
}

}  // namespace

void put_report(const WorkerReport& report, ByteWriter& writer) {
  writer.put(report.at_ns);
  for_each_number([&](const std::int64_t& number) { writer.put(number); }, report.totals);
  writer.put(report.stride);
  writer.put(static_cast<std::uint32_t>(report.spans.size()));
  for (const Span& span : report.spans) put_span(span, writer);
}

bool get_report(ByteReader& reader, WorkerReport& report) {
  report.at_ns = reader.get<std::int64_t>();
  for_each_number([&](std::int64_t& number) { number = reader.get<std::int64_t>(); },
                  report.totals);
  report.stride = reader.get<std::uint32_t>();
  const auto spans = reader.get<std::uint32_t>();
  if (!reader.is_good() || spans > kMostReportedSpans) return false;
  report.spans.resize(spans);
  for (Span& span : report.spans) {
    if (!get_span(reader, span)) return false;
  }
  return reader.is_good();
}

}  // namespace hilo
