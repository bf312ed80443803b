#include "html/histogram.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "html/ticks.h"

namespace hilo::html {
namespace {

constexpr double kFewest = 5;
constexpr double kMost = 50;
constexpr long double kMostOfAll = 160;

}  // namespace

Histogram::Histogram(const Range& range, std::size_t count, long double usual_span) {
  // Rice's rule, 2 n^(1/3) intervals, as far as they can be told apart.
  const double wanted =
      std::clamp(std::ceil(2 * std::cbrt(static_cast<double>(count))), kFewest, kMost);
  const long double spans = usual_span > 0 ? range.span() / usual_span : 1;
  const auto intervals = static_cast<int>(std::min(std::round(wanted * spans), kMostOfAll));
  const Ticks ticks = nice_ticks(range, std::max(intervals, 2));
  edges_ = ticks.values;
  // The ticks lie within the range, the intervals reach beyond it, as far as there are doubles.
  constexpr double kMax = std::numeric_limits<double>::max();
  if (edges_.empty()) edges_.push_back(range.low);
  if (edges_.front() > range.low) {
    edges_.insert(edges_.begin(), std::max(edges_.front() - ticks.step, -kMax));
  }
  if (edges_.back() <= range.high) edges_.push_back(std::min(edges_.back() + ticks.step, kMax));
  counts_.resize(edges_.size() - 1);
}

void Histogram::add(double value) {
  const auto after = std::upper_bound(edges_.begin(), edges_.end(), value);
  if (after == edges_.begin()) {
    ++below_;
  } else if (after == edges_.end()) {
    ++above_;
  } else {
    ++counts_[static_cast<std::size_t>(after - edges_.begin()) - 1];
  }
}

std::size_t Histogram::largest() const { return *std::max_element(counts_.begin(), counts_.end()); }

}  // namespace hilo::html
