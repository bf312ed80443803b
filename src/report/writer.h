// A result as text, row by row: one implementation a format.
#ifndef HILO_REPORT_WRITER_H_
#define HILO_REPORT_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/byte_sink.h"
#include "hilo/error.h"
#include "hilo/row_table.h"
#include "hilo/stats.h"

namespace hilo::report {

enum class Format : std::uint8_t { table, csv, json, jsonl };

struct WriterOptions {
  bool terminal = false;  // a person reads it: no control bytes, and a table fits the screen
  bool color = false;     // of a table
  bool blocks = false;    // the terminal knows UTF-8, and the blocks of sparklines
  int width = 80;         // columns of the terminal
  int height = 24;        // lines of the terminal
};

// Calls come in the order begin, row..., end. Bytes reach the sink in large pieces, the last of
// them in end(); memory does not grow with the number of rows.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual Result<void> begin() = 0;
  virtual Result<void> row(const Row& row) = 0;
  virtual Result<void> end(const StatsResult& result) = 0;  // its groups are not looked at
};

// `sink` outlives the writer.
std::unique_ptr<Writer> make_writer(Format format, ByteSink& sink, const WriterOptions& options);

// A whole result that is in memory.
Result<void> write_report(Format format, const RowTable& rows, const StatsResult& result,
                          ByteSink& sink);

std::unique_ptr<Writer> make_table_writer(ByteSink& sink, const WriterOptions& options);
std::unique_ptr<Writer> make_csv_writer(ByteSink& sink, const WriterOptions& options);
std::unique_ptr<Writer> make_json_writer(ByteSink& sink);
std::unique_ptr<Writer> make_jsonl_writer(ByteSink& sink);

// "100000", "3x224x224", "()".
std::string shape_text(const std::vector<std::int64_t>& shape);

}  // namespace hilo::report

#endif  // HILO_REPORT_WRITER_H_
