#include "cli/output_format.h"

#include <algorithm>

#include "cli/flag_value.h"

namespace hilo::cli {
namespace {

std::string lower_case_extension(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos) return {};
  std::string extension = name.substr(dot);
  std::transform(extension.begin(), extension.end(), extension.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return extension;
}

}  // namespace

Result<report::Format> output_format(std::optional<report::Format> asked,
                                     const std::string& output) {
  if (asked) return *asked;
  if (output.empty()) return report::Format::table;
  const std::string extension = lower_case_extension(output);
  if (extension == ".csv") return report::Format::csv;
  if (extension == ".json") return report::Format::json;
  if (extension == ".jsonl" || extension == ".ndjson") return report::Format::jsonl;
  if (extension == ".txt") return report::Format::table;
  return usage(
      "--output: expected a name that ends with .csv, .json, .jsonl, .ndjson or .txt, or "
      "--format, found '" +
      output + "'");
}

Result<ComparisonFormat> comparison_format(std::optional<ComparisonFormat> asked,
                                           const std::string& output) {
  if (asked) return *asked;
  if (output.empty()) return ComparisonFormat::table;
  const std::string extension = lower_case_extension(output);
  if (extension == ".csv") return ComparisonFormat::csv;
  if (extension == ".json") return ComparisonFormat::json;
  if (extension == ".md" || extension == ".markdown") return ComparisonFormat::markdown;
  if (extension == ".txt") return ComparisonFormat::table;
  return usage(
      "--output: expected a name that ends with .csv, .json, .md or .txt, or --format, found '" +
      output + "'");
}

}  // namespace hilo::cli
