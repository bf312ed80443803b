#include "compare/comparison_html.h"

#include <string>
#include <vector>

#include "base/quantity_text.h"
#include "compare/scaling_charts.h"
#include "compare/wall_time_bars.h"
#include "html/append.h"
#include "html/data_table.h"
#include "html/markup.h"
#include "html/page.h"

namespace hilo {
namespace {

using html::append;
using html::DataTable;
using html::escaped;

std::string ratio_text(const std::optional<double>& ratio) {
  return ratio ? fmt::format("{:.2f}", *ratio) : std::string();
}

std::string optional_share(const std::optional<double>& share) {
  return share ? share_text(*share) : std::string();
}

// As a notebook says it.
std::string cpu_times(const RunTimes& times) {
  return "user " + seconds_text(times.user_s) + ", sys: " + seconds_text(times.system_s) +
         ", total: " + seconds_text(times.user_s + times.system_s);
}

void append_overview(std::string& out, const Comparison& comparison) {
  append(out, "<p class=\"callout\">{}</p>\n", escaped(comparison.recommendation));
  out += "<dl class=\"tiles\">\n";
  html::append_tile(out, "Files", count_text(comparison.files));
  html::append_tile(out, "Bytes", bytes_text(static_cast<double>(comparison.bytes)));
  html::append_tile(out, "CPUs", count_text(comparison.cpus));
  out += "</dl>\n";
}

void append_candidates(std::string& out, const Comparison& comparison) {
  DataTable table(out, "Medians of the rounds",
                  {{"way", DataTable::Kind::text},
                   {"workers"},
                   {"files are", DataTable::Kind::text},
                   {"rounds"},
                   {"CPU times", DataTable::Kind::text},
                   {"Wall time"},
                   {"rate"},
                   {"speedup"},
                   {"efficiency"},
                   {"of the ceiling"}});
  for (const Candidate& each : comparison.candidates) {
    const std::string workers = count_text(each.workers);
    const std::string_view warmth = each.cold ? "cold" : "warm";
    if (!each.failure.empty()) {
      table.row({each.way, workers, warmth, "", "failed: " + each.failure, "", "", "", "", ""});
      continue;
    }
    table.row({each.way, workers, warmth, std::to_string(each.rounds.size()),
               cpu_times(each.median), seconds_text(each.median.wall_s),
               rate_text(each.bytes_per_second), ratio_text(each.speedup),
               optional_share(each.efficiency), optional_share(each.ceiling_share)});
  }
  table.end();
}

void append_failures(std::string& out, const Comparison& comparison) {
  bool any = false;
  for (const Candidate& each : comparison.candidates) {
    if (each.failure.empty()) continue;
    if (!any) out += "<h3>What failed</h3>\n<ul>\n";
    any = true;
    append(out, "<li><strong>{}</strong>: {}</li>\n", escaped(each.way), escaped(each.failure));
  }
  if (any) out += "</ul>\n";
}

void append_fits(std::string& out, const Comparison& comparison) {
  if (comparison.fits.empty()) return;
  out +=
      "<h3>What more workers can gain</h3>\n<p>Amdahl\u2019s law, fitted: with n workers a run "
      "takes "
      "T(1)\u00a0(s\u00a0+\u00a0(1\u00a0\u2212\u00a0s)\u00a0/\u00a0n). The part s is done by one "
      "worker while the others wait, so no number of them is more than 1\u00a0/\u00a0s times as "
      "fast.</p>\n";
  DataTable table(out, "Amdahl\u2019s law",
                  {{"way", DataTable::Kind::text},
                   {"files are", DataTable::Kind::text},
                   {"T(1)"},
                   {"serial part s"},
                   {"at most, times as fast"}});
  for (const AmdahlFit& fit : comparison.fits) {
    table.row({fit.way, fit.cold ? "cold" : "warm", seconds_text(fit.serial_s),
               share_text(fit.serial_fraction),
               fit.serial_fraction > 0 ? fmt::format("{:.3g}", 1 / fit.serial_fraction)
                                       : std::string("no limit")});
  }
  table.end();
}

void append_ceilings(std::string& out, const Comparison& comparison) {
  if (comparison.ceilings.empty()) return;
  const auto rate = [](const std::optional<double>& bytes_per_second) {
    return bytes_per_second ? rate_text(*bytes_per_second) : std::string();
  };
  DataTable table(out, "What this machine can do",
                  {{"threads"}, {"cold reading"}, {"page cache"}, {"memory copy"}, {"kernel"}});
  for (const Ceilings& each : comparison.ceilings) {
    table.row({std::to_string(each.workers), rate(each.cold_reading), rate(each.page_cache),
               rate(each.memory_copy), rate(each.kernel)});
  }
  table.end();
}

void append_notes(std::string& out, const Comparison& comparison) {
  std::vector<std::string> notes = comparison.notes;
  if (!comparison.cold_note.empty()) notes.push_back(comparison.cold_note);
  if (notes.empty()) return;
  out += "<h3>Notes</h3>\n<ul>\n";
  for (const std::string& note : notes) append(out, "<li>{}</li>\n", escaped(note));
  out += "</ul>\n";
}

}  // namespace

Result<void> write_comparison_html(const Comparison& comparison, const html::HtmlOptions& options,
                                   ByteSink& sink) {
  const html::PageSection overview = {"overview", "What to use"};
  const html::PageSection scaling = {"scaling", "More workers"};
  const html::PageSection ways = {"ways", "All ways"};
  std::string page;
  html::begin_page(page, {options.title, options.command}, "Complete", true,
                   {overview, scaling, ways});
  html::begin_section(page, overview);
  append_overview(page, comparison);
  append_wall_time_bars(page, comparison);
  append_failures(page, comparison);
  html::end_section(page);
  html::begin_section(page, scaling);
  append_scaling_charts(page, comparison);
  append_fits(page, comparison);
  html::end_section(page);
  html::begin_section(page, ways);
  append_candidates(page, comparison);
  append_ceilings(page, comparison);
  append_notes(page, comparison);
  html::end_section(page);
  html::end_page(page);
  return sink.write(page);
}

}  // namespace hilo
