#include "report/writer.h"

#include "base/number_text.h"

namespace hilo::report {

std::unique_ptr<Writer> make_writer(Format format, ByteSink& sink, const WriterOptions& options) {
  switch (format) {
    case Format::table:
      return make_table_writer(sink, options);
    case Format::csv:
      return make_csv_writer(sink, options);
    case Format::json:
      return make_json_writer(sink);
    case Format::jsonl:
      return make_jsonl_writer(sink);
  }
  return nullptr;
}

Result<void> write_report(Format format, const RowTable& rows, const StatsResult& result,
                          ByteSink& sink) {
  const auto writer = make_writer(format, sink, {});
  if (auto begun = writer->begin(); !begun) return begun;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (auto written = writer->row(rows.row(row)); !written) return written;
  }
  return writer->end(result);
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
  if (shape.empty()) return "()";
  std::string text;
  for (const std::int64_t length : shape) {
    if (!text.empty()) text += 'x';
    append_integer(text, length);
  }
  return text;
}

}  // namespace hilo::report
