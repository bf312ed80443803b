// What the parts of the picture of all rows share: the rows, their places, and the panels.
#ifndef HILO_HTML_ROWS_PICTURE_H_
#define HILO_HTML_ROWS_PICTURE_H_

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "html/plot.h"
#include "html/row_analysis.h"
#include "html/row_bins.h"
#include "html/row_log.h"
#include "html/row_words.h"
#include "html/scale.h"
#include "html/ticks.h"

namespace hilo::html {

// Outliers that have marks which can be pointed at: those furthest out. Others are dots.
inline constexpr std::size_t kMaxNamedOutliers = 200;

// The referred live as long.
struct RowsPicture {
  const RowLog& rows;
  const RowAnalysis& analysis;
  const std::vector<RowBin>& bins;
  const std::vector<std::size_t>& outliers;  // by distance
  RowNoun noun;

  bool binned() const { return bins.size() < rows.size(); }
  std::size_t named_outliers() const { return std::min(outliers.size(), kMaxNamedOutliers); }

  // Places along x, as shares of the width.
  double share(double row) const { return row / static_cast<double>(rows.size()); }
  double middle(std::size_t row) const { return share(static_cast<double>(row) + 0.5); }

  // In data.
  double begin(const RowBin& bin) const {
    return share(static_cast<double>(bin.first)) * kDataWidth;
  }
  double end(const RowBin& bin) const { return share(static_cast<double>(bin.end())) * kDataWidth; }
};

// A column of the rows.
struct RowColumn {
  std::optional<double> (RowLog::*value)(std::size_t) const;
  BinValues RowBin::*of_bin;
  double (RowAnalysis::*distance)(const RowLog&, std::size_t) const;
};

inline constexpr RowColumn kMeanColumn = {&RowLog::mean, &RowBin::means,
                                          &RowAnalysis::mean_distance};
inline constexpr RowColumn kStdColumn = {&RowLog::std, &RowBin::stds, &RowAnalysis::std_distance};

// A part of the picture with a y of its own.
struct Panel {
  std::string_view title;
  double height;
  RowColumn column;  // whose values have marks
  Range range;
  Ticks ticks;
  double top = 0;  // of the data, below the title

  Panel(std::string_view panel_title, double panel_height, const RowColumn& panel_column,
        const Ranges& ranges);

  double bottom() const { return top + height; }
  Scale in_data() const { return Scale(range, height, 0); }
  Scale in_plot() const { return Scale(range, bottom(), top); }

  // Within the panel: what is beyond it has its place at the edge, `inset` pixels inside.
  double place(double value, double inset = 0) const {
    return std::clamp(in_plot()(value), top + inset, bottom() - inset);
  }
};

// The row's value in the panel's column, where it is finite.
std::optional<double> value_in(const Panel& panel, const RowLog& rows, std::size_t row);

}  // namespace hilo::html

#endif  // HILO_HTML_ROWS_PICTURE_H_
