#include "compare/comparison_writer.h"

namespace hilo {

Result<void> write_comparison(ComparisonFormat format, const Comparison& comparison, ByteSink& sink,
                              const report::WriterOptions& options) {
  switch (format) {
    case ComparisonFormat::csv:
      return sink.write(comparison_csv(comparison));
    case ComparisonFormat::json:
      return sink.write(comparison_json(comparison));
    case ComparisonFormat::markdown:
      return sink.write(comparison_markdown(comparison));
    default:
      return sink.write(comparison_table(comparison, options));
  }
}

}  // namespace hilo
