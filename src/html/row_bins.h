// Rows as the marks of a picture: each for itself while they are few, else many to a mark.
//
// A screen is some thousand pixels wide. Beyond kMaxMarks rows, as many consecutive rows are a bin
// as make kMaxBins of them, all of the same size but the last. Outliers would hide in the mean of a
// bin, or pull it: they are left out, and drawn by themselves.
#ifndef HILO_HTML_ROW_BINS_H_
#define HILO_HTML_ROW_BINS_H_

#include <cstddef>
#include <vector>

#include "html/row_analysis.h"
#include "html/row_log.h"

namespace hilo::html {

inline constexpr std::size_t kMaxMarks = 2000;
inline constexpr std::size_t kMaxBins = 500;

// Finite values; mean, low and high where there is one.
struct BinValues {
  std::size_t count = 0;
  double mean = 0;
  double low = 0;
  double high = 0;
};

struct RowBin {
  std::size_t first = 0;  // row
  std::size_t rows = 0;
  std::size_t outliers = 0;   // among them, left out of what follows
  std::size_t placeless = 0;  // likewise: without a finite mean
  BinValues means;
  BinValues stds;

  std::size_t end() const { return first + rows; }
};

// How many rows a bin of `rows` has: 1 where they are not binned.
std::size_t bin_size(std::size_t rows);

std::vector<RowBin> bin_rows(const RowLog& rows, const RowAnalysis& analysis);

}  // namespace hilo::html

#endif  // HILO_HTML_ROW_BINS_H_
