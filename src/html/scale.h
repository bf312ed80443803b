// From values to places in a picture.
#ifndef HILO_HTML_SCALE_H_
#define HILO_HTML_SCALE_H_

#include <algorithm>
#include <cmath>
#include <limits>

namespace hilo::html {

// Finite, low <= high; empty where nothing was added.
struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  bool empty() const { return low > high; }
  bool contains(double value) const { return low <= value && value <= high; }

  // What is not finite has no place.
  void add(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }

  // May be beyond the largest double.
  long double span() const { return static_cast<long double>(high) - low; }
};

// The range with `share` of its span more at either end, so that nothing lies on the frame. One
// value becomes a range around it, no value 0 to 1. Stays finite.
Range widened(const Range& range, double share);

// Linear, from the values of a range that has a span to pixels; `to` may lie before `from`.
class Scale {
 public:
  Scale(const Range& values, double from, double to) : values_(values), from_(from), to_(to) {}

  double operator()(double value) const {
    const long double share = (static_cast<long double>(value) - values_.low) / values_.span();
    return static_cast<double>(from_ + share * (to_ - from_));
  }

  const Range& values() const { return values_; }
  double from() const { return from_; }
  double to() const { return to_; }

 private:
  Range values_;
  double from_;
  double to_;
};

}  // namespace hilo::html

#endif  // HILO_HTML_SCALE_H_
