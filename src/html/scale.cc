#include "html/scale.h"

namespace hilo::html {
namespace {

double within_doubles(long double value) {
  constexpr long double kMax = std::numeric_limits<double>::max();
  return static_cast<double>(std::clamp(value, -kMax, kMax));
}

}  // namespace

Range widened(const Range& range, double share) {
  if (range.empty()) return {0, 1};
  if (range.low == range.high) {
    const double around = range.low == 0 ? 1 : std::abs(range.low) / 10;
    // A tenth of the smallest doubles is nothing.
    const Range wider = {within_doubles(static_cast<long double>(range.low) - around),
                         within_doubles(static_cast<long double>(range.high) + around)};
    return wider.low < wider.high ? wider : Range{-1, 1};
  }
  const long double more = range.span() * share;
  return {within_doubles(range.low - more), within_doubles(range.high + more)};
}

}  // namespace hilo::html
