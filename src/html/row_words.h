// What a page says of rows: what they are called, and the texts of their marks.
#ifndef HILO_HTML_ROW_WORDS_H_
#define HILO_HTML_ROW_WORDS_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "hilo/stats.h"
#include "html/row_analysis.h"
#include "html/row_bins.h"
#include "html/row_log.h"

namespace hilo::html {

struct RowNoun {
  std::string_view one;
  std::string_view many;

  // "1 file", "12,345 files".
  std::string count(std::size_t number) const;
};

RowNoun row_noun(GroupBy by);

// "mean is 7.2 spreads from the median; std is 9.1 spreads from its median". Empty for rows that
// are no outliers.
std::string outlier_text(const RowLog& rows, const RowAnalysis& analysis, std::size_t row);

// The lines that are read out at a mark, escaped.
std::string row_title(const RowLog& rows, const RowAnalysis& analysis, std::size_t row);
std::string bin_title(const RowLog& rows, const RowBin& bin, const RowNoun& noun);

// Six digits of a number that is not exact in any case.
std::string rounded_text(double value);

}  // namespace hilo::html

#endif  // HILO_HTML_ROW_WORDS_H_
