#include "html/rows_section.h"

#include <vector>

#include "base/quantity_text.h"
#include "html/histogram_chart.h"
#include "html/outlier_marks.h"
#include "html/outlier_section.h"
#include "html/page.h"
#include "html/plot.h"
#include "html/rows_chart.h"
#include "html/rows_tables.h"

namespace hilo::html {
namespace {

std::string explanation(const RowsPicture& picture) {
  std::string text;
  if (picture.binned()) {
    text = picture.noun.count(picture.rows.size()) + " are drawn as " +
           count_text(picture.bins.size()) + " bins of " +
           count_text(bin_size(picture.rows.size())) +
           " consecutive ones; outliers are left out of the "
           "bins and drawn by themselves.";
  } else {
    text = "One mark for each of " + picture.noun.count(picture.rows.size()) + ".";
  }
  return text +
         " Panels have scales of their own. What lies beyond a scale is a triangle at its edge.";
}

void append_samples(std::string& out, const RowsPicture& picture) {
  constexpr std::string_view kLine = "<path class=\"line\" d=\"M1 7h22\"/>";
  out += "<ul class=\"legend\">\n";
  if (picture.binned()) {
    append_legend_entry(out, {kLine, "mean of a bin"});
    append_legend_entry(
        out, {"<path class=\"range\" d=\"M1 2h22v10h-22z\"/>", "lowest to highest of a bin"});
    append_legend_entry(
        out, {"<path class=\"band\" d=\"M1 2h22v10h-22z\"/>", "\u00b1 the bin's mean std"});
  } else {
    append_legend_entry(out, {"<path class=\"dots\" d=\"M12 7h0\"/>", "mean or std"});
    append_legend_entry(out, {"<path class=\"bars\" d=\"M12 0v14\"/>", "\u00b1 std"});
  }
  if (picture.analysis.mean_rule) {
    append_legend_entry(out,
                        {"<use href=\"#diamond\" class=\"apart\" x=\"12\" y=\"7\"/>", "outlier"});
    append_legend_entry(out, {"<path class=\"median\" d=\"M1 7h22\"/>", "median"});
    append_legend_entry(out, {"<path class=\"limit\" d=\"M1 7h22\"/>", "limit of what is usual"});
  }
  if (!picture.analysis.placeless.empty()) {
    append_legend_entry(out,
                        {"<path class=\"apart-line\" d=\"M12 1v12\"/>", "without a finite mean"});
  }
  out += "</ul>\n";
}

}  // namespace

void append_rows(std::string& out, const RowLog& rows, const RowNoun& noun) {
  const RowAnalysis analysis(rows);
  const std::vector<RowBin> bins = bin_rows(rows, analysis);
  const std::vector<std::size_t> outliers = outliers_by_distance(rows, analysis);
  const RowsPicture picture = {rows, analysis, bins, outliers, noun};
  begin_figure(out, "Mean \u00b1 std in order", explanation(picture));
  append_samples(out, picture);
  append_rows_chart(out, picture);
  append_rows_tables(out, picture);
  end_figure(out);
  append_outliers(out, picture);
  append_placeless(out, picture);
  append_histogram(out, rows, analysis, noun);
}

}  // namespace hilo::html
