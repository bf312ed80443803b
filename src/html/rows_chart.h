// The picture of all rows in order: mean and standard deviation together, and each by itself.
#ifndef HILO_HTML_ROWS_CHART_H_
#define HILO_HTML_ROWS_CHART_H_

#include <string>
#include <vector>

#include "html/row_analysis.h"
#include "html/row_bins.h"
#include "html/row_log.h"
#include "html/row_words.h"

namespace hilo::html {

// Outliers with marks that can be pointed at, and that are listed: those furthest out.
inline constexpr std::size_t kMaxNamedOutliers = 200;

// The outliers from the furthest on, by the greater of their two distances.
std::vector<std::size_t> outliers_by_distance(const RowLog& rows, const RowAnalysis& analysis);

// What all of it needs. The referred live as long.
struct RowsPicture {
  const RowLog& rows;
  const RowAnalysis& analysis;
  const std::vector<RowBin>& bins;
  const std::vector<std::size_t>& outliers;  // by distance
  RowNoun noun;

  bool binned() const { return bins.size() < rows.size(); }
};

void append_rows_chart(std::string& out, const RowsPicture& picture);

}  // namespace hilo::html

#endif  // HILO_HTML_ROWS_CHART_H_
