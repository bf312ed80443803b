// For people: a line a candidate, what is possible, and sentences.
#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "compare/comparison_text.h"
#include "compare/comparison_writer.h"
#include "report/display.h"
#include "report/text_columns.h"

namespace hilo {
namespace {

using report::Align;
using report::Cells;
using report::TextColumns;

// What a narrow terminal does without, the first first.
constexpr CandidateColumn kDispensable[] = {kEfficiency, kSystem, kUser, kCeilingShare};

std::size_t width_of(const TextColumns& columns, const std::vector<std::size_t>& shown) {
  std::size_t width = 0;
  for (const std::size_t column : shown) width += columns.width(column) + report::kColumnGap;
  return width - report::kColumnGap;
}

class Table {
 public:
  explicit Table(const report::WriterOptions& options) : options_(options) {}

  void add_lines(std::vector<Cells> lines, std::vector<std::size_t> shown,
                 std::span<const CandidateColumn> dispensable) {
    std::vector<Align> alignment(lines.front().size(), Align::right);
    alignment[0] = Align::left;
    TextColumns columns(std::move(alignment));
    for (const Cells& cells : lines) columns.measure(cells);
    const auto most = static_cast<std::size_t>(std::max(options_.width, 1));
    for (const CandidateColumn column : dispensable) {
      if (!options_.terminal || width_of(columns, shown) <= most) break;
      std::erase(shown, static_cast<std::size_t>(column));
    }
    for (const Cells& cells : lines) {
      const bool is_bold = options_.color && &cells == &lines.front();
      if (is_bold) text_ += "\x1b[1m";
      columns.append_line(text_, cells, shown);
      text_ += is_bold ? "\x1b[0m\n" : "\n";
    }
  }

  void add(const std::string& line) { text_ += report::escape_controls(line) + "\n"; }
  void add_all(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) add(line);
  }
  void add_gap() { text_ += '\n'; }

  std::string take() { return std::move(text_); }

 private:
  const report::WriterOptions& options_;
  std::string text_;
};

std::vector<std::size_t> all_columns(std::size_t count) {
  std::vector<std::size_t> columns(count);
  for (std::size_t i = 0; i < count; ++i) columns[i] = i;
  return columns;
}

}  // namespace

std::string comparison_table(const Comparison& comparison, const report::WriterOptions& options) {
  Table table(options);
  table.add(comparison_title(comparison));
  if (!comparison.expr.empty()) table.add("expr " + comparison.expr);
  if (!comparison.where.empty()) table.add("where " + comparison.where);
  if (!comparison.candidates.empty()) {
    table.add_gap();
    std::vector<Cells> lines = {candidate_header()};
    for (const Candidate& each : comparison.candidates) lines.push_back(candidate_cells(each));
    table.add_lines(std::move(lines), all_columns(kCandidateColumns), kDispensable);
    table.add_gap();
  }
  table.add_all(candidate_remarks(comparison));
  table.add_all(fit_lines(comparison));
  if (comparison.same_results + comparison.other_results > 0) table.add(agreement_line(comparison));
  table.add_all(comparison_notes(comparison));
  if (!comparison.ceilings.empty()) {
    table.add_gap();
    std::vector<Cells> lines = {ceiling_header()};
    for (const Ceilings& each : comparison.ceilings) lines.push_back(ceiling_cells(each));
    const auto columns = all_columns(lines.front().size());
    table.add_lines(std::move(lines), columns, {});
  }
  if (!comparison.recommendation.empty()) {
    table.add_gap();
    table.add(comparison.recommendation);
  }
  return table.take();
}

}  // namespace hilo
