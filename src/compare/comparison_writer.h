// A comparison as text: one implementation a format. docs/formats/bench.md has the formats.
#ifndef HILO_COMPARE_COMPARISON_WRITER_H_
#define HILO_COMPARE_COMPARISON_WRITER_H_

#include <cstdint>
#include <string>

#include "base/byte_sink.h"
#include "compare/comparison.h"
#include "hilo/error.h"
#include "report/writer.h"

namespace hilo {

enum class ComparisonFormat : std::uint8_t { table, csv, json, markdown };

// On a terminal a table fits its width as far as it can.
Result<void> write_comparison(ComparisonFormat format, const Comparison& comparison, ByteSink& sink,
                              const report::WriterOptions& options);

std::string comparison_table(const Comparison& comparison, const report::WriterOptions& options);
std::string comparison_csv(const Comparison& comparison);
std::string comparison_json(const Comparison& comparison);
std::string comparison_markdown(const Comparison& comparison);

}  // namespace hilo

#endif  // HILO_COMPARE_COMPARISON_WRITER_H_
