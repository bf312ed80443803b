// How many values lie where.
#ifndef HILO_HTML_HISTOGRAM_H_
#define HILO_HTML_HISTOGRAM_H_

#include <cstddef>
#include <vector>

#include "html/scale.h"

namespace hilo::html {

// Intervals of one width between round numbers, which hold their lower end and not their upper one.
class Histogram {
 public:
  // For some `count` values over a range that has a span. Most of them lie within `usual_span`,
  // which has enough intervals to see their shape.
  Histogram(const Range& range, std::size_t count, long double usual_span);

  void add(double value);

  std::size_t size() const { return counts_.size(); }
  std::size_t count(std::size_t interval) const { return counts_[interval]; }
  double edge(std::size_t index) const { return edges_[index]; }  // index <= size()
  std::size_t largest() const;

  // Values below and above all intervals.
  std::size_t below() const { return below_; }
  std::size_t above() const { return above_; }

 private:
  std::vector<double> edges_;
  std::vector<std::size_t> counts_;
  std::size_t below_ = 0;
  std::size_t above_ = 0;
};

}  // namespace hilo::html

#endif  // HILO_HTML_HISTOGRAM_H_
