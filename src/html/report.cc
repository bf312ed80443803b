#include "html/report.h"

#include <string>
#include <vector>

#include "html/page.h"
#include "html/profile_section.h"
#include "html/result_sections.h"
#include "html/row_words.h"
#include "html/rows_section.h"

namespace hilo::html {

Result<void> HtmlReport::write(const StatsResult& result, const HtmlOptions& options,
                               ByteSink& sink) const {
  const PageSection totals = {"totals", "Totals"};
  const PageSection rows = {"rows", options.by == GroupBy::directory ? "Directories" : "Files"};
  const PageSection failures = {"failures", "Inputs that failed"};
  const PageSection time = {"time", "Where the time went"};
  const bool has_rows = rows_.size() > 1;
  std::vector<PageSection> sections = {totals};
  if (has_rows) sections.push_back(rows);
  sections.push_back(failures);
  if (result.profile) sections.push_back(time);

  std::string page;
  begin_page(page, {options.title, options.command}, state_text(result), result.complete, sections);
  begin_section(page, totals);
  append_totals(page, result);
  end_section(page);
  if (has_rows) {
    begin_section(page, rows);
    append_rows(page, rows_, row_noun(options.by));
    end_section(page);
  }
  begin_section(page, failures);
  append_failures(page, result.errors);
  end_section(page);
  if (result.profile) {
    begin_section(page, time);
    append_profile(page, *result.profile);
    end_section(page);
  }
  end_page(page);
  return sink.write(page);
}

}  // namespace hilo::html
