// What all rows together say about each of them: which lie apart, and where the others are.
#ifndef HILO_HTML_ROW_ANALYSIS_H_
#define HILO_HTML_ROW_ANALYSIS_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "html/outlier_rule.h"
#include "html/row_log.h"
#include "html/scale.h"

namespace hilo::html {

// The values of a column: of the rows that are usual, and of all.
struct Ranges {
  Range usual;
  Range all;

  // What a picture shows: all, unless the usual ones would be squeezed into less than a quarter.
  // Has a span, and some room at its ends.
  Range shown() const;
};

struct RowAnalysis {
  explicit RowAnalysis(const RowLog& rows);

  // Its mean is a number that is neither NaN nor infinite.
  static bool has_place(const RowLog& rows, std::size_t row);

  // In spreads; 0 for a value that is absent or not finite, and without a rule. A standard
  // deviation that is infinite, being beyond the largest double, is infinitely far away.
  double mean_distance(const RowLog& rows, std::size_t row) const;
  double std_distance(const RowLog& rows, std::size_t row) const;

  std::optional<OutlierRule> mean_rule;
  std::optional<OutlierRule> std_rule;
  std::vector<std::size_t> outliers;   // by mean or std, in the order of the rows
  std::vector<std::size_t> placeless;  // without a place, likewise
  std::vector<bool> is_outlier;        // of each row

  Ranges means;
  Ranges stds;
  Ranges bars;  // from mean - std to mean + std
};

}  // namespace hilo::html

#endif  // HILO_HTML_ROW_ANALYSIS_H_
