#include "html/row_bins.h"

#include <algorithm>
#include <cmath>

namespace hilo::html {
namespace {

// Sums of doubles may be beyond the largest double.
class BinSum {
 public:
  void add(const std::optional<double>& value) {
    if (!value || !std::isfinite(*value)) return;
    sum_ += *value;
    range_.add(*value);
    ++count_;
  }

  BinValues values() const {
    if (count_ == 0) return {};
    return {count_, static_cast<double>(sum_ / static_cast<long double>(count_)), range_.low,
            range_.high};
  }

 private:
  long double sum_ = 0;
  Range range_;
  std::size_t count_ = 0;
};

}  // namespace

std::size_t bin_size(std::size_t rows) {
  return rows <= kMaxMarks ? 1 : (rows + kMaxBins - 1) / kMaxBins;
}

std::vector<RowBin> bin_rows(const RowLog& rows, const RowAnalysis& analysis) {
  std::vector<RowBin> bins;
  const std::size_t size = bin_size(rows.size());
  for (std::size_t first = 0; first < rows.size(); first += size) {
    RowBin bin;
    bin.first = first;
    bin.rows = std::min(size, rows.size() - first);
    BinSum means;
    BinSum stds;
    for (std::size_t row = first; row < bin.end(); ++row) {
      if (!RowAnalysis::has_place(rows, row)) {
        ++bin.placeless;
      } else if (analysis.is_outlier[row]) {
        ++bin.outliers;
      } else {
        means.add(rows.mean(row));
        stds.add(rows.std(row));
      }
    }
    bin.means = means.values();
    bin.stds = stds.values();
    bins.push_back(bin);
  }
  return bins;
}

}  // namespace hilo::html
