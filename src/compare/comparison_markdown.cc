// For issues and notebooks: GitHub's tables, and sentences.
#include <string>
#include <string_view>
#include <vector>

#include "compare/comparison_text.h"
#include "compare/comparison_writer.h"
#include "report/display.h"

namespace hilo {
namespace {

using report::Cells;

// Names of files may hold anything.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : report::escape_controls(text)) {
    if (std::string_view("|*_`<>[]\\").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

void append_line(std::string& out, const Cells& cells) {
  for (const std::string& cell : cells) out += "| " + escaped(cell) + " ";
  out += "|\n";
}

void append_table(std::string& out, const std::vector<Cells>& lines) {
  append_line(out, lines.front());
  out += "| --- |";
  for (std::size_t i = 1; i < lines.front().size(); ++i) out += " ---: |";
  out += '\n';
  for (std::size_t i = 1; i < lines.size(); ++i) append_line(out, lines[i]);
  out += '\n';
}

void append_list(std::string& out, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) out += "- " + escaped(line) + "\n";
}

}  // namespace

std::string comparison_markdown(const Comparison& comparison) {
  std::string out = escaped(comparison_title(comparison));
  if (!comparison.expr.empty()) out += "; expr " + escaped(comparison.expr);
  if (!comparison.where.empty()) out += "; where " + escaped(comparison.where);
  out += "\n\n";
  if (!comparison.candidates.empty()) {
    std::vector<Cells> lines = {candidate_header()};
    for (const Candidate& each : comparison.candidates) lines.push_back(candidate_cells(each));
    append_table(out, lines);
  }
  if (!comparison.ceilings.empty()) {
    std::vector<Cells> lines = {ceiling_header()};
    for (const Ceilings& each : comparison.ceilings) lines.push_back(ceiling_cells(each));
    append_table(out, lines);
  }
  append_list(out, candidate_remarks(comparison));
  append_list(out, fit_lines(comparison));
  if (const std::string line = agreement_line(comparison); !line.empty()) append_list(out, {line});
  append_list(out, comparison_notes(comparison));
  if (!comparison.recommendation.empty()) out += "\n" + escaped(comparison.recommendation) + "\n";
  return out;
}

}  // namespace hilo
