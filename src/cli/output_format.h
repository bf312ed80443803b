// Which format a result gets.
#ifndef HILO_CLI_OUTPUT_FORMAT_H_
#define HILO_CLI_OUTPUT_FORMAT_H_

#include <optional>
#include <string>

#include "compare/comparison_writer.h"
#include "hilo/error.h"
#include "report/writer.h"

namespace hilo::cli {

// The one asked for; else what the extension of `output` says, in letters of either case: .csv,
// .json, .jsonl or .ndjson, .txt (a table); a table where `output` is empty. USAGE for another
// extension.
Result<report::Format> output_format(std::optional<report::Format> asked,
                                     const std::string& output);

// The same for a comparison: .csv, .json, .md or .markdown, .txt.
Result<ComparisonFormat> comparison_format(std::optional<ComparisonFormat> asked,
                                           const std::string& output);

}  // namespace hilo::cli

#endif  // HILO_CLI_OUTPUT_FORMAT_H_
