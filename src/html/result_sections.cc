#include "html/result_sections.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "base/quantity_text.h"
#include "html/append.h"
#include "html/data_table.h"
#include "html/markup.h"
#include "html/page.h"

namespace hilo::html {
namespace {

constexpr std::size_t kMaxListed = 500;

std::string included_text(const FileCounts& files) {
  return count_text(files.included) + " of " + count_text(files.found) +
         (files.found == 1 ? " input" : " inputs");
}

void append_statistics(std::string& out, const StatsResult& result) {
  const Summary& total = result.total;
  DataTable table(out, "All files together", {{"statistic", DataTable::Kind::text}, {"value"}});
  table.row({"min", exact_text(total.min)});
  table.row({"max", exact_text(total.max)});
  table.row({"sum", exact_text(total.sum)});
  table.row({"mean", exact_text(total.mean)});
  table.row({"var", exact_text(total.var)});
  table.row({"std", exact_text(total.std)});
  table.end();
}

void append_counts(std::string& out, const StatsResult& result) {
  const Summary& total = result.total;
  DataTable table(out, "What they hold", {{"count", DataTable::Kind::text}, {"value"}});
  table.row({"files", std::to_string(result.files.included)});
  table.row({"size", std::to_string(total.size)});
  table.row({"nan_count", std::to_string(total.nan_count)});
  table.row({"posinf_count", std::to_string(total.posinf_count)});
  table.row({"neginf_count", std::to_string(total.neginf_count)});
  if (!result.expr.empty()) table.row({"expr", result.expr});
  if (!result.where.empty()) table.row({"where", result.where});
  table.end();
}

}  // namespace

std::string state_text(const StatsResult& result) {
  const FileCounts& files = result.files;
  if (result.complete) {
    if (files.found == 1) return "Complete: the one input is included";
    return "Complete: all " + count_text(files.found) + " inputs are included";
  }
  std::string text = result.stopped ? "Interrupted, incomplete: " : "Incomplete: ";
  text += included_text(files) + (files.found == 1 ? " is included" : " are included");
  if (files.failed > 0) text += ", " + count_text(files.failed) + " failed";
  const std::int64_t missing = files.found - files.included - files.failed;
  if (missing > 0)
    text += ", " + count_text(missing) + (missing == 1 ? " was" : " were") + " not read";
  return text;
}

void append_totals(std::string& out, const StatsResult& result) {
  const Summary& total = result.total;
  out += "<dl class=\"tiles\">\n";
  append_tile(out, "Files", included_text(result.files));
  append_tile(out, "Values", count_text(total.size));
  append_tile(out, "Mean", exact_text(total.mean));
  append_tile(out, "Standard deviation", exact_text(total.std));
  out += "</dl>\n";
  out += "<div class=\"side\">\n";
  append_statistics(out, result);
  append_counts(out, result);
  out += "</div>\n";
}

void append_failures(std::string& out, const std::vector<Error>& errors) {
  if (errors.empty()) {
    out += "<p>None.</p>\n";
    return;
  }
  std::map<ErrorCode, std::size_t> counts;
  for (const Error& error : errors) ++counts[error.code];
  out += "<p>";
  std::string_view separator;
  for (const auto& [code, count] : counts) {
    append(out, "{}{}: {}", separator, error_code_name(code), count_text(count));
    separator = ", ";
  }
  out += ".</p>\n";
  DataTable table(out, "Inputs that failed",
                  {{"path", DataTable::Kind::name},
                   {"code", DataTable::Kind::text},
                   {"message", DataTable::Kind::text}},
                  DataTable::Sortable::yes);
  const std::size_t listed = std::min(errors.size(), kMaxListed);
  for (std::size_t i = 0; i < listed; ++i) {
    table.row({errors[i].path, error_code_name(errors[i].code), errors[i].message});
  }
  table.end(errors.size() - listed);
}

}  // namespace hilo::html
