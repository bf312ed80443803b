#include "html/row_marks.h"

#include <algorithm>
#include <cmath>

#include "html/plot.h"
#include "html/svg_path.h"

namespace hilo::html {
namespace {

// Runs of consecutive bins that have values become an area each, with steps from bin to bin.
template <typename Has, typename Low, typename High>
SvgPath area(const RowsPicture& picture, Has has, Low low, High high) {
  SvgPath path;
  const std::vector<RowBin>& bins = picture.bins;
  for (std::size_t begin = 0; begin < bins.size();) {
    std::size_t end = begin;
    while (end < bins.size() && has(bins[end])) ++end;
    for (std::size_t i = begin; i < end; ++i) {
      const double y = high(bins[i]);
      const double left = picture.begin(bins[i]);
      i == begin ? path.move_to(left, y) : path.line_to(left, y);
      path.line_to(picture.end(bins[i]), y);
    }
    for (std::size_t i = end; i > begin; --i) {
      const double y = low(bins[i - 1]);
      path.line_to(picture.end(bins[i - 1]), y).line_to(picture.begin(bins[i - 1]), y);
    }
    if (end > begin) path.close();
    begin = std::max(end, begin + 1);
  }
  return path;
}

SvgPath line_of_means(const RowsPicture& picture, const Scale& y, BinValues RowBin::*values) {
  SvgPath path;
  bool connected = false;
  for (const RowBin& bin : picture.bins) {
    const BinValues& here = bin.*values;
    if (here.count > 0) {
      const double x = (picture.begin(bin) + picture.end(bin)) / 2;
      connected ? path.line_to(x, y(here.mean)) : path.dot(x, y(here.mean));
    }
    connected = here.count > 0;
  }
  return path;
}

SvgPath bars(const RowsPicture& picture, const Scale& y) {
  const RowLog& rows = picture.rows;
  SvgPath path;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (!RowAnalysis::has_place(rows, row)) continue;
    const double mean = *rows.mean(row);
    const double std = rows.std(row).value_or(0);
    if (!std::isfinite(mean - std) || !std::isfinite(mean + std)) continue;
    path.vertical(picture.middle(row) * kDataWidth, y(mean - std), y(mean + std));
  }
  return path;
}

SvgPath dots(const RowsPicture& picture, const Panel& panel, const Scale& y) {
  const RowLog& rows = picture.rows;
  SvgPath path;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (picture.analysis.is_outlier[row] || !RowAnalysis::has_place(rows, row)) continue;
    if (const std::optional<double> value = value_in(panel, rows, row)) {
      path.dot(picture.middle(row) * kDataWidth, y(*value));
    }
  }
  return path;
}

}  // namespace

void append_value_marks(std::string& out, const RowsPicture& picture, const Panel& panel) {
  const Scale y = panel.in_data();
  if (!picture.binned()) {
    append_path(out, "dots", dots(picture, panel, y));
    return;
  }
  BinValues RowBin::*const values = panel.column.of_bin;
  append_path(out, "range",
              area(
                  picture, [&](const RowBin& bin) { return (bin.*values).count > 0; },
                  [&](const RowBin& bin) { return y((bin.*values).low); },
                  [&](const RowBin& bin) { return y((bin.*values).high); }));
  append_path(out, "line", line_of_means(picture, y, values));
}

void append_bar_marks(std::string& out, const RowsPicture& picture, const Panel& panel) {
  const Scale y = panel.in_data();
  if (!picture.binned()) {
    append_path(out, "bars", bars(picture, y));
    append_path(out, "dots", dots(picture, panel, y));
    return;
  }
  append_path(out, "band",
              area(
                  picture, [](const RowBin& bin) { return bin.stds.count > 0; },
                  [&](const RowBin& bin) { return y(bin.means.mean - bin.stds.mean); },
                  [&](const RowBin& bin) { return y(bin.means.mean + bin.stds.mean); }));
  append_path(out, "line", line_of_means(picture, y, &RowBin::means));
}

}  // namespace hilo::html
