#include "html/row_words.h"

#include <cmath>

#include "base/quantity_text.h"
#include "html/append.h"
#include "html/markup.h"

namespace hilo::html {

std::string RowNoun::count(std::size_t number) const {
  std::string text = count_text(number) + " ";
  text += number == 1 ? one : many;
  return text;
}

RowNoun row_noun(GroupBy by) {
  switch (by) {
    case GroupBy::file:
      return {"file", "files"};
    case GroupBy::directory:
      return {"directory", "directories"};
    case GroupBy::all:
      return {"row", "rows"};
  }
  return {"row", "rows"};
}

std::string rounded_text(double value) { return fmt::format("{:.6g}", value); }

std::string outlier_text(const RowLog& rows, const RowAnalysis& analysis, std::size_t row) {
  std::string text;
  const double mean = analysis.mean_distance(rows, row);
  const double std = analysis.std_distance(rows, row);
  if (mean > OutlierRule::kLimit) {
    append(text, "mean is {:.3g} spreads from the median of the means", mean);
  }
  if (const auto value = rows.std(row); value && std::isinf(*value)) {
    append(text, "{}std is infinite", text.empty() ? "" : "; ");
  } else if (std > OutlierRule::kLimit) {
    append(text, "{}std is {:.3g} spreads from the median of the stds", text.empty() ? "" : "; ",
           std);
  }
  return text;
}

std::string row_title(const RowLog& rows, const RowAnalysis& analysis, std::size_t row) {
  std::string text = escaped(rows.keys()[row]);
  append(text, "\nmean {}\nstd {}", exact_text(rows.mean(row)), exact_text(rows.std(row)));
  if (analysis.is_outlier[row]) {
    append(text, "\nOutlier: {}", outlier_text(rows, analysis, row));
  }
  return text;
}

std::string bin_title(const RowLog& rows, const RowBin& bin, const RowNoun& noun) {
  std::string text;
  append(text, "{} {} to {}\n{} \u2026\n{}", noun.many, count_text(bin.first + 1),
         count_text(bin.end()), escaped(rows.keys()[bin.first]),
         escaped(rows.keys()[bin.end() - 1]));
  if (bin.means.count > 0) {
    append(text, "\nmean {} on average, from {} to {}", rounded_text(bin.means.mean),
           exact_text(bin.means.low), exact_text(bin.means.high));
  }
  if (bin.stds.count > 0) append(text, "\nstd {} on average", rounded_text(bin.stds.mean));
  if (bin.outliers > 0) append(text, "\noutliers apart from these: {}", bin.outliers);
  if (bin.placeless > 0) append(text, "\nwithout a finite mean: {}", bin.placeless);
  return text;
}

}  // namespace hilo::html
