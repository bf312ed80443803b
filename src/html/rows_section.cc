#include "html/rows_section.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/quantity_text.h"
#include "html/append.h"
#include "html/data_table.h"
#include "html/markup.h"
#include "html/page.h"
#include "html/plot.h"
#include "html/rows_chart.h"

namespace hilo::html {
namespace {

constexpr std::size_t kMaxListed = 200;

std::string number_text(std::size_t number) {
  return count_text(static_cast<std::int64_t>(number));
}

std::string explanation(const RowsPicture& picture) {
  std::string text;
  if (picture.binned()) {
    text = picture.noun.count(picture.rows.size()) + " are drawn as " +
           number_text(picture.bins.size()) + " bins of " +
           number_text(bin_size(picture.rows.size())) +
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

void append_rows_table(std::string& out, const RowsPicture& picture) {
  const RowLog& rows = picture.rows;
  begin_details(out, "All " + picture.noun.count(rows.size()) + " as a table");
  DataTable table(out, "All " + std::string(picture.noun.many),
                  {{"key", DataTable::Kind::name}, {"mean"}, {"std"}}, DataTable::Sortable::yes);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    table.row({rows.keys()[row], exact_text(rows.mean(row)), exact_text(rows.std(row))});
  }
  table.end();
  end_details(out);
}

void append_bins_table(std::string& out, const RowsPicture& picture) {
  begin_details(out, "The bins as a table");
  DataTable table(out, "Bins of consecutive " + std::string(picture.noun.many),
                  {{"from"},
                   {"first key", DataTable::Kind::name},
                   {"rows"},
                   {"outliers"},
                   {"no finite mean"},
                   {"mean of means"},
                   {"lowest mean"},
                   {"highest mean"},
                   {"mean of stds"}});
  for (const RowBin& bin : picture.bins) {
    const auto number = [](const BinValues& values, double value, bool exact) {
      if (values.count == 0) return std::string();
      return exact ? exact_text(value) : rounded_text(value);
    };
    table.row({number_text(bin.first + 1), picture.rows.keys()[bin.first], number_text(bin.rows),
               number_text(bin.outliers), number_text(bin.placeless),
               number(bin.means, bin.means.mean, false), number(bin.means, bin.means.low, true),
               number(bin.means, bin.means.high, true), number(bin.stds, bin.stds.mean, false)});
  }
  table.end();
  end_details(out);
}

std::string spread_text(const OutlierRule& rule) {
  return rounded_text(rule.spread) +
         (rule.by_mean_deviation ? " (1.2533 times the mean absolute deviation, for the median of "
                                   "the deviations is 0)"
                                 : " (1.4826 times the median absolute deviation, MAD)");
}

void append_rule(std::string& out, const RowsPicture& picture) {
  const RowAnalysis& analysis = picture.analysis;
  if (!analysis.mean_rule) {
    append(out, "<p>Outliers are not looked for among fewer than {} {} with a finite mean.</p>\n",
           OutlierRule::kMinValues, picture.noun.many);
    return;
  }
  append(out,
         "<p>An outlier lies more than {:g} spreads from the median, by its mean or by its std. "
         "Means: "
         "median {}, spread {}.",
         OutlierRule::kLimit, exact_text(analysis.mean_rule->median),
         spread_text(*analysis.mean_rule));
  if (analysis.std_rule) {
    append(out, " Standard deviations: median {}, spread {}.",
           exact_text(analysis.std_rule->median), spread_text(*analysis.std_rule));
  }
  out += "</p>\n";
}

std::string distance_text(double distance) {
  return distance == 0 ? std::string() : fmt::format("{:.1f}", distance);
}

void append_outliers(std::string& out, const RowsPicture& picture) {
  append(out, "<h3>Outliers: {}</h3>\n", number_text(picture.outliers.size()));
  append_rule(out, picture);
  if (picture.outliers.empty()) return;
  const RowLog& rows = picture.rows;
  const std::size_t listed = std::min(picture.outliers.size(), kMaxListed);
  DataTable table(out, "Outliers, the furthest first",
                  {{"key", DataTable::Kind::name},
                   {"mean"},
                   {"std"},
                   {"mean: spreads away"},
                   {"std: spreads away"}},
                  DataTable::Sortable::yes);
  for (std::size_t i = 0; i < listed; ++i) {
    const std::size_t row = picture.outliers[i];
    table.row({rows.keys()[row], exact_text(rows.mean(row)), exact_text(rows.std(row)),
               distance_text(picture.analysis.mean_distance(rows, row)),
               distance_text(picture.analysis.std_distance(rows, row))});
  }
  table.end(picture.outliers.size() - listed, "outliers");
}

// "2 NaN, 1 absent"
std::string count_kinds(const RowLog& rows, const std::vector<std::size_t>& placeless) {
  std::string text;
  for (const std::string_view kind : {"absent", "NaN", "Infinity", "-Infinity"}) {
    const auto count = std::count_if(placeless.begin(), placeless.end(), [&](std::size_t row) {
      return exact_text(rows.mean(row)) == kind;
    });
    if (count == 0) continue;
    if (!text.empty()) text += ", ";
    text += count_text(count) + " " + std::string(kind);
  }
  return text;
}

void append_placeless(std::string& out, const RowsPicture& picture) {
  const std::vector<std::size_t>& placeless = picture.analysis.placeless;
  if (placeless.empty()) return;
  const RowLog& rows = picture.rows;
  append(out, "<h3>Without a finite mean: {}</h3>\n<p>{}.</p>\n", number_text(placeless.size()),
         count_kinds(rows, placeless));
  const std::size_t listed = std::min(placeless.size(), kMaxListed);
  DataTable table(out, "Without a finite mean", {{"key", DataTable::Kind::name}, {"mean"}, {"std"}},
                  DataTable::Sortable::yes);
  for (std::size_t i = 0; i < listed; ++i) {
    const std::size_t row = placeless[i];
    table.row({rows.keys()[row], exact_text(rows.mean(row)), exact_text(rows.std(row))});
  }
  table.end(placeless.size() - listed, picture.noun.many);
}

}  // namespace

void append_rows(std::string& out, const RowLog& rows, const RowAnalysis& analysis,
                 const RowNoun& noun) {
  const std::vector<RowBin> bins = bin_rows(rows, analysis);
  const std::vector<std::size_t> outliers = outliers_by_distance(rows, analysis);
  const RowsPicture picture = {rows, analysis, bins, outliers, noun};
  begin_figure(out, "Mean \u00b1 std in order", explanation(picture));
  append_samples(out, picture);
  append_rows_chart(out, picture);
  picture.binned() ? append_bins_table(out, picture) : append_rows_table(out, picture);
  end_figure(out);
  append_outliers(out, picture);
  append_placeless(out, picture);
}

}  // namespace hilo::html
