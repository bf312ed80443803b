// Which values lie apart from the others.
//
// A mean and a standard deviation are pulled along by the very outliers that they are to find. The
// median m, and the median absolute deviation (MAD) from it, are not, as long as fewer than half of
// the values lie apart. 1.4826 MAD is the standard deviation where the values are normal, and a
// value further than five of these from m is an outlier: one of two million normal values is.
//
// Where more than half of the values are equal, the MAD is 0 and says nothing; then 1.2533 times
// the mean absolute deviation from m takes its place, as in B. Iglewicz and D. Hoaglin, How to
// Detect and Handle Outliers (1993).
#ifndef HILO_HTML_OUTLIER_RULE_H_
#define HILO_HTML_OUTLIER_RULE_H_

#include <cstddef>
#include <optional>
#include <vector>

namespace hilo::html {

struct OutlierRule {
  static constexpr double kLimit = 5;           // spreads
  static constexpr std::size_t kMinValues = 8;  // fewer do not tell what is usual

  double median = 0;
  double spread = 0;               // 0 where all values are equal
  bool by_mean_deviation = false;  // the MAD is 0

  // From the median, in spreads; 0 where there is no spread.
  double distance(double value) const;
  bool is_outlier(double value) const { return distance(value) > kLimit; }

  double low() const { return median - kLimit * spread; }
  double high() const { return median + kLimit * spread; }
};

// `values` are finite, and reordered. None for too few of them.
std::optional<OutlierRule> outlier_rule(std::vector<double> values);

}  // namespace hilo::html

#endif  // HILO_HTML_OUTLIER_RULE_H_
