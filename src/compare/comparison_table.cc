// For people: a line a candidate, what is possible, and sentences.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "compare/comparison_text.h"
#include "compare/comparison_writer.h"
#include "report/display.h"
#include "report/text_columns.h"
#include "report/wrapped_text.h"

namespace hilo {
namespace {

using report::Align;
using report::Cells;
using report::TextColumns;
using Columns = std::vector<std::size_t>;

// A terminal on which the table does not fit shows it as two.
const Columns kRates = {kWay, kWorkers, kFiles, kRate, kSpeedup, kEfficiency, kCeilingShare};
const Columns kTimes = {kWay, kWorkers, kFiles, kUser, kSystem, kCpuTotal, kWall};

Columns first_columns(std::size_t count) {
  Columns columns(count);
  for (std::size_t i = 0; i < count; ++i) columns[i] = i;
  return columns;
}

// Lines of cells, the first of which are headings.
class Grid {
 public:
  explicit Grid(std::vector<Cells> lines)
      : lines_(std::move(lines)), columns_(alignment(lines_.front().size())) {
    for (const Cells& cells : lines_) columns_.measure(cells);
  }

  std::size_t width(const Columns& shown) const {
    std::size_t width = 0;
    for (const std::size_t column : shown) width += columns_.width(column) + report::kColumnGap;
    return width - report::kColumnGap;
  }

  void append(std::string& out, const Columns& shown, bool color) const {
    for (const Cells& cells : lines_) {
      const bool is_bold = color && &cells == &lines_.front();
      if (is_bold) out += "\x1b[1m";
      columns_.append_line(out, cells, shown);
      out += is_bold ? "\x1b[0m\n" : "\n";
    }
  }

 private:
  static std::vector<Align> alignment(std::size_t columns) {
    std::vector<Align> made(columns, Align::right);
    made[0] = Align::left;
    return made;
  }

  std::vector<Cells> lines_;
  TextColumns columns_;
};

class Table {
 public:
  explicit Table(const report::WriterOptions& options) : options_(options) {}

  void add_candidates(const Comparison& comparison) {
    std::vector<Cells> lines = {candidate_header()};
    for (const Candidate& each : comparison.candidates) lines.push_back(candidate_cells(each));
    const Grid grid(std::move(lines));
    const Columns all = first_columns(kCandidateColumns);
    const auto most = static_cast<std::size_t>(std::max(options_.width, 1));
    if (!options_.terminal || grid.width(all) <= most) {
      grid.append(text_, all, options_.color);
      return;
    }
    grid.append(text_, kRates, options_.color);
    add_gap();
    grid.append(text_, kTimes, options_.color);
  }

  void add_ceilings(const Comparison& comparison) {
    std::vector<Cells> lines = {ceiling_header()};
    for (const Ceilings& each : comparison.ceilings) lines.push_back(ceiling_cells(each));
    const Columns all = first_columns(lines.front().size());
    Grid(std::move(lines)).append(text_, all, options_.color);
  }

  // A sentence is one line where nobody sees where it ends.
  void add(const std::string& line) {
    if (line.empty()) return;
    const std::string escaped = report::escape_controls(line);
    text_ += options_.terminal
                 ? report::wrap_text(escaped, static_cast<std::size_t>(std::max(options_.width, 1)))
                 : escaped + "\n";
  }
  void add_all(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) add(line);
  }
  void add_gap() { text_ += '\n'; }

  std::string take() {
    if (options_.terminal && !options_.blocks) report::spell_without_mu(text_);
    return std::move(text_);
  }

 private:
  const report::WriterOptions& options_;
  std::string text_;
};

}  // namespace

std::string comparison_table(const Comparison& comparison, const report::WriterOptions& options) {
  Table table(options);
  table.add(comparison_title(comparison));
  if (!comparison.expr.empty()) table.add("expr " + comparison.expr);
  if (!comparison.where.empty()) table.add("where " + comparison.where);
  if (!comparison.candidates.empty()) {
    table.add_gap();
    table.add_candidates(comparison);
    table.add_gap();
  }
  table.add_all(candidate_remarks(comparison));
  table.add_all(fit_lines(comparison));
  table.add(agreement_line(comparison));
  table.add_all(comparison_notes(comparison));
  if (!comparison.ceilings.empty()) {
    table.add_gap();
    table.add_ceilings(comparison);
  }
  if (!comparison.recommendation.empty()) {
    table.add_gap();
    table.add(comparison.recommendation);
  }
  return table.take();
}

}  // namespace hilo
