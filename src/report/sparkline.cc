#include "report/sparkline.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

namespace hilo::report {
namespace {

constexpr std::size_t kMaxBins = 512;
constexpr std::string_view kBlocks[] = {"\u2581", "\u2582", "\u2583", "\u2584",
                                        "\u2585", "\u2586", "\u2587", "\u2588"};
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Of the finite ones; without any, an infinity, or NaN.
double mean_of(std::span<const double> values) {
  long double sum = 0;
  std::size_t count = 0;
  double infinity = kNaN;
  for (const double value : values) {
    if (std::isinf(value)) infinity = value;
    if (!std::isfinite(value)) continue;
    sum += value;
    ++count;
  }
  return count > 0 ? static_cast<double>(sum / static_cast<long double>(count)) : infinity;
}

std::vector<double> binned(std::span<const double> values, std::size_t width) {
  if (values.size() <= width) return {values.begin(), values.end()};
  std::vector<double> means;
  for (std::size_t i = 0; i < width; ++i) {
    const std::size_t begin = i * values.size() / width;
    const std::size_t end = (i + 1) * values.size() / width;
    means.push_back(mean_of(values.subspan(begin, end - begin)));
  }
  return means;
}

}  // namespace

std::string sparkline(std::span<const double> values, std::size_t width) {
  const std::vector<double> shown = binned(values, width);
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const double value : shown) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  std::string line;
  for (const double value : shown) {
    if (std::isnan(value)) {
      line += ' ';
    } else if (std::isinf(value)) {
      line += value > 0 ? kBlocks[7] : kBlocks[0];
    } else if (low == high) {
      line += kBlocks[3];
    } else {
      const long double share =
          (static_cast<long double>(value) - low) / (static_cast<long double>(high) - low);
      line += kBlocks[std::min(static_cast<std::size_t>(share * 8), std::size_t{7})];
    }
  }
  return line;
}

void ConsecutiveMeans::add(double value) {
  if (bins_.empty() || in_last_ == bin_size_) {
    if (bins_.size() == kMaxBins) {
      for (std::size_t i = 0; i < kMaxBins / 2; ++i) {
        const Bin& second = bins_[2 * i + 1];
        bins_[i] = {bins_[2 * i].sum + second.sum, bins_[2 * i].count + second.count};
      }
      bins_.resize(kMaxBins / 2);
      bin_size_ *= 2;
    }
    bins_.emplace_back();
    in_last_ = 0;
  }
  ++in_last_;
  if (!std::isfinite(value)) return;
  bins_.back().sum += value;
  ++bins_.back().count;
}

std::vector<double> ConsecutiveMeans::means() const {
  std::vector<double> means;
  for (const Bin& bin : bins_) {
    means.push_back(
        bin.count == 0 ? kNaN : static_cast<double>(bin.sum / static_cast<long double>(bin.count)));
  }
  return means;
}

}  // namespace hilo::report
