// RFC 4180 with "\n" as line end. Names are written as the bytes they are, except to a terminal.
#include "report/display.h"
#include "report/number.h"
#include "report/writer.h"

namespace hilo::report {
namespace {

constexpr std::string_view kHeader =
    "key,files,dtype,shape,size,nan_count,posinf_count,neginf_count,min,max,sum,mean,var,std\n";

void append_quoted(std::string& out, std::string_view field) {
  if (field.find_first_of(",\"\n\r") == std::string_view::npos) {
    out += field;
    return;
  }
  out += '"';
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

template <typename T>
void append_field(std::string& out, const std::optional<T>& value) {
  out += ',';
  if (value) append_number(out, *value);
}

void append_field(std::string& out, std::int64_t value) {
  out += ',';
  append_integer(out, value);
}

void append_row(std::string& out, std::string_view key, const Row& row) {
  append_quoted(out, key);
  append_field(out, row.files);
  out += ',';
  if (row.dtype) out += to_string(*row.dtype);
  out += ',';
  if (row.shape) out += shape_text(*row.shape);
  const Summary& summary = row.summary;
  append_field(out, summary.size);
  append_field(out, summary.nan_count);
  append_field(out, summary.posinf_count);
  append_field(out, summary.neginf_count);
  append_field(out, summary.min);
  append_field(out, summary.max);
  append_field(out, summary.sum);
  append_field(out, summary.mean);
  append_field(out, summary.var);
  append_field(out, summary.std);
  out += '\n';
}

class CsvWriter : public Writer {
 public:
  CsvWriter(ByteSink& sink, bool terminal) : buffer_(sink), terminal_(terminal) {}

  Result<void> begin() override {
    buffer_.text() += kHeader;
    return {};
  }

  Result<void> row(const Row& row) override {
    if (terminal_) {
      append_row(buffer_.text(), escape_controls(row.key), row);
    } else {
      append_row(buffer_.text(), row.key, row);
    }
    return buffer_.flush_if_full();
  }

  Result<void> end(const StatsResult&) override { return buffer_.flush(); }

 private:
  OutputBuffer buffer_;
  bool terminal_;
};

}  // namespace

std::unique_ptr<Writer> make_csv_writer(ByteSink& sink, const WriterOptions& options) {
  return std::make_unique<CsvWriter>(sink, options.terminal);
}

}  // namespace hilo::report
