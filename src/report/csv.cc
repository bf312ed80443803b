// RFC 4180 with "\n" as line end. Names are written as the bytes they are, except to a terminal.
#include <cstddef>

#include "base/number_text.h"
#include "report/csv_text.h"
#include "report/display.h"
#include "report/writer.h"

namespace hilo::report {
namespace {

constexpr std::string_view kHeader =
    "key,files,dtype,shape,size,nan_count,posinf_count,neginf_count,min,max,sum,mean,var,std\n";

// A comma and the value; the end of both.
char* write_field(char* to, std::int64_t value) {
  *to++ = ',';
  return write_integer(to, value);
}

template <typename T>
char* write_field(char* to, const std::optional<T>& value) {
  *to++ = ',';
  return value ? write_number(to, *value) : to;
}

constexpr std::size_t kFieldBytes = 1 + kNumberBytes;

void append_row(std::string& out, std::string_view key, const Row& row) {
  append_csv_field(out, key);
  char text[10 * kFieldBytes];
  out.append(text, write_field(text, row.files));
  out += ',';
  if (row.dtype) out += to_string(*row.dtype);
  out += ',';
  if (row.shape) out += shape_text(*row.shape);
  const Summary& summary = row.summary;
  char* to = text;
  to = write_field(to, summary.size);
  to = write_field(to, summary.nan_count);
  to = write_field(to, summary.posinf_count);
  to = write_field(to, summary.neginf_count);
  to = write_field(to, summary.min);
  to = write_field(to, summary.max);
  to = write_field(to, summary.sum);
  to = write_field(to, summary.mean);
  to = write_field(to, summary.var);
  to = write_field(to, summary.std);
  out.append(text, to);
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
