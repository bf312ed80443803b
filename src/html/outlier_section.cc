#include "html/outlier_section.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "base/quantity_text.h"
#include "html/append.h"
#include "html/data_table.h"
#include "html/markup.h"

namespace hilo::html {
namespace {

constexpr std::size_t kMaxListed = 200;

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
  if (distance == 0) return {};
  return std::isinf(distance) ? "Infinity" : fmt::format("{:.4g}", distance);
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

}  // namespace

void append_outliers(std::string& out, const RowsPicture& picture) {
  append(out, "<h3>Outliers: {}</h3>\n", count_text(picture.outliers.size()));
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

void append_placeless(std::string& out, const RowsPicture& picture) {
  const std::vector<std::size_t>& placeless = picture.analysis.placeless;
  if (placeless.empty()) return;
  const RowLog& rows = picture.rows;
  append(out, "<h3>Without a finite mean: {}</h3>\n<p>{}.</p>\n", count_text(placeless.size()),
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

}  // namespace hilo::html
