#include "report/writer.h"

#include "report/number.h"

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
