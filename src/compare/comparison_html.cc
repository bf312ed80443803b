#include "compare/comparison_html.h"

#include <string>
#include <string_view>
#include <vector>

#include "base/quantity_text.h"
#include "compare/comparison_text.h"
#include "compare/scaling_charts.h"
#include "compare/wall_time_bars.h"
#include "html/append.h"
#include "html/data_table.h"
#include "html/markup.h"
#include "html/page.h"
#include "html/result_sections.h"

namespace hilo {
namespace {

using html::append;
using html::DataTable;
using html::escaped;

bool is_whole(const Comparison& comparison) {
  return !comparison.stopped && comparison.other_results == 0 && comparison.errors.empty();
}

std::string state_text(const Comparison& comparison) {
  if (comparison.other_results > 0) return "Results differ";
  if (comparison.stopped) return "Interrupted, incomplete";
  if (comparison.errors.empty()) return "Complete";
  return "Incomplete: " + count_text(static_cast<std::int64_t>(comparison.errors.size()), "input") +
         " failed";
}

// Nothing without lines.
void append_list(std::string& out, std::string_view heading,
                 const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  append(out, "<h3>{}</h3>\n<ul>\n", heading);
  for (const std::string& line : lines) append(out, "<li>{}</li>\n", escaped(line));
  out += "</ul>\n";
}

void append_overview(std::string& out, const Comparison& comparison) {
  if (!comparison.recommendation.empty()) {
    append(out, "<p class=\"callout\">{}</p>\n", escaped(comparison.recommendation));
  }
  append(out, "<p>{}.", escaped(comparison_title(comparison)));
  if (!comparison.expr.empty()) append(out, " expr: <code>{}</code>.", escaped(comparison.expr));
  if (!comparison.where.empty()) append(out, " where: <code>{}</code>.", escaped(comparison.where));
  if (const std::string line = agreement_line(comparison); !line.empty()) {
    append(out, " Compared: {}.", escaped(line));
  }
  out += "</p>\n";
}

// The first column is text, and so is that of the files, warm or cold.
void append_cells_table(std::string& out, std::string_view caption, const report::Cells& header,
                        const std::vector<report::Cells>& lines) {
  std::vector<DataTable::Column> columns;
  for (const std::string& heading : header) {
    const bool is_text = columns.empty() || heading == "files";
    columns.push_back({heading, is_text ? DataTable::Kind::text : DataTable::Kind::number});
  }
  DataTable table(out, caption, columns);
  for (const report::Cells& cells : lines) table.row(cells);
  table.end();
}

void append_candidates(std::string& out, const Comparison& comparison) {
  std::vector<report::Cells> lines;
  for (const Candidate& each : comparison.candidates) lines.push_back(candidate_cells(each));
  append_cells_table(out, "Medians of the rounds", candidate_header(), lines);
}

void append_fits(std::string& out, const Comparison& comparison) {
  if (comparison.fits.empty()) return;
  out +=
      "<h3>What more workers can gain</h3>\n<p>Amdahl\u2019s law, fitted: with n workers a run "
      "takes T(1)\u00a0(s\u00a0+\u00a0(1\u00a0\u2212\u00a0s)\u00a0/\u00a0n). The part s is done by "
      "one "
      "worker while the others wait, so no number of them is more than 1\u00a0/\u00a0s times as "
      "fast.</p>\n";
  DataTable table(out, "Amdahl\u2019s law",
                  {{"way", DataTable::Kind::text},
                   {"files are", DataTable::Kind::text},
                   {"T(1)"},
                   {"serial part s"},
                   {"at most, times as fast"}});
  for (const AmdahlFit& fit : comparison.fits) {
    table.row(
        {fit.way, fit.cold ? "cold" : "warm", seconds_text(fit.serial_s),
         share_text(fit.serial_fraction),
         fit.serial_fraction > 0 ? factor_text(1 / fit.serial_fraction) : std::string("no limit")});
  }
  table.end();
}

void append_ceilings(std::string& out, const Comparison& comparison) {
  if (comparison.ceilings.empty()) return;
  std::vector<report::Cells> lines;
  for (const Ceilings& each : comparison.ceilings) lines.push_back(ceiling_cells(each));
  append_cells_table(out, "This machine, with nothing else to do", ceiling_header(), lines);
}

}  // namespace

Result<void> write_comparison_html(const Comparison& comparison, const html::HtmlOptions& options,
                                   ByteSink& sink) {
  const html::PageSection overview = {"overview", "What to use"};
  const html::PageSection scaling = {"scaling", "More workers"};
  const html::PageSection ways = {"ways", "All ways"};
  const html::PageSection failures = {"failures", "Inputs that failed"};
  std::vector<html::PageSection> sections = {overview};
  const bool is_anything_measured = !comparison.candidates.empty();
  if (is_anything_measured) sections.insert(sections.end(), {scaling, ways});
  if (!comparison.errors.empty()) sections.push_back(failures);
  std::string page;
  html::begin_page(page, {options.title, options.command}, state_text(comparison),
                   is_whole(comparison), sections);
  html::begin_section(page, overview);
  append_overview(page, comparison);
  append_wall_time_bars(page, comparison);
  append_list(page, "Failures and remarks", candidate_remarks(comparison));
  append_list(page, "Notes", comparison_notes(comparison));
  html::end_section(page);
  if (is_anything_measured) {
    html::begin_section(page, scaling);
    append_scaling_charts(page, comparison);
    append_fits(page, comparison);
    html::end_section(page);
    html::begin_section(page, ways);
    append_candidates(page, comparison);
    append_ceilings(page, comparison);
    html::end_section(page);
  }
  if (!comparison.errors.empty()) {
    html::begin_section(page, failures);
    html::append_failures(page, comparison.errors);
    html::end_section(page);
  }
  html::end_page(page);
  return sink.write(page);
}

}  // namespace hilo
