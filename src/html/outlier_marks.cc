#include "html/outlier_marks.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "html/append.h"
#include "html/label_layout.h"
#include "html/markup.h"
#include "html/plot.h"
#include "html/svg_path.h"
#include "report/display.h"

namespace hilo::html {
namespace {

constexpr std::size_t kLabelColumns = 30;
constexpr double kColumnWidth = 6.7;  // of 11 px in a font of one width

double distance_in(const RowsPicture& picture, const Panel& panel, std::size_t row) {
  return (picture.analysis.*panel.column.distance)(picture.rows, row);
}

// The file's name alone, where all are in one directory; the value, where the picture does not say
// it.
std::string label_text(const RowsPicture& picture, const Panel& panel, std::size_t row,
                       double value) {
  const KeyList& keys = picture.rows.keys();
  const std::string name = keys[row].substr(keys.common_directory().size());
  std::string text = report::shorten_middle(report::escape_controls(name), kLabelColumns);
  if (!panel.range.contains(value)) append(text, " ({:.3g})", value);
  return text;
}

struct Named {
  double distance;
  LabelledMark mark;
  std::string text;
};

std::vector<Named> named_in(const RowsPicture& picture, const Panel& panel) {
  std::vector<Named> named;
  for (std::size_t i = 0; i < picture.named_outliers(); ++i) {
    const std::size_t row = picture.outliers[i];
    const double distance = distance_in(picture, panel, row);
    const std::optional<double> value = value_in(panel, picture.rows, row);
    if (distance <= OutlierRule::kLimit || !value) continue;
    std::string text = label_text(picture, panel, row, *value);
    const double width = kColumnWidth * static_cast<double>(report::display_width(text));
    const double y = panel.place(*value, 5);
    named.push_back({distance, {picture.middle(row), y, width}, std::move(text)});
  }
  std::stable_sort(named.begin(), named.end(),
                   [](const Named& a, const Named& b) { return a.distance > b.distance; });
  return named;
}

}  // namespace

std::vector<std::size_t> outliers_by_distance(const RowLog& rows, const RowAnalysis& analysis) {
  std::vector<std::pair<double, std::size_t>> sorted;
  for (const std::size_t row : analysis.outliers) {
    sorted.emplace_back(
        -std::max(analysis.mean_distance(rows, row), analysis.std_distance(rows, row)), row);
  }
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::size_t> outliers;
  for (const auto& [distance, row] : sorted) outliers.push_back(row);
  return outliers;
}

void append_outlier_dots(std::string& out, const RowsPicture& picture, const Panel& panel) {
  // Dots are larger than the grid that they lie on, so that very many take little of the page.
  constexpr double kGrid = 2;
  const auto columns = static_cast<std::size_t>(kDataWidth / kGrid) + 1;
  const auto lines = static_cast<std::size_t>(panel.height / kGrid) + 1;
  std::vector<bool> drawn(columns * lines, false);
  SvgPath path;
  for (std::size_t i = picture.named_outliers(); i < picture.outliers.size(); ++i) {
    const std::size_t row = picture.outliers[i];
    const std::optional<double> value = value_in(panel, picture.rows, row);
    if (!value) continue;
    const auto column = static_cast<std::size_t>(picture.middle(row) * kDataWidth / kGrid);
    const auto line = static_cast<std::size_t>((panel.place(*value, 3) - panel.top) / kGrid);
    if (drawn[line * columns + column]) continue;
    drawn[line * columns + column] = true;
    path.dot(static_cast<double>(column) * kGrid, static_cast<double>(line) * kGrid);
  }
  append_path(out, "apart-dots", path);
}

void append_outlier_symbols(std::string& out, const RowsPicture& picture, const Panel& panel) {
  for (std::size_t i = 0; i < picture.named_outliers(); ++i) {
    const std::size_t row = picture.outliers[i];
    const std::optional<double> value = value_in(panel, picture.rows, row);
    if (!value) continue;
    const std::string_view symbol = *value > panel.range.high  ? "up"
                                    : *value < panel.range.low ? "down"
                                                               : "diamond";
    append_symbol(out, symbol, "apart", picture.middle(row), panel.place(*value));
  }
}

void append_outlier_labels(std::string& out, const RowsPicture& picture, const Panel& panel) {
  const std::vector<Named> named = named_in(picture, panel);
  std::vector<LabelledMark> marks;
  for (const Named& each : named) marks.push_back(each.mark);
  for (const PlacedLabel& label : place_labels(marks, panel.top - 2, panel.bottom() + 2)) {
    append(out,
           "<text class=\"label{}\" x=\"{:.2f}%\" dx=\"{}\" y=\"{}\" dy=\".32em\"{}>{}</text>\n",
           label.narrow ? "" : " wide", marks[label.mark].x * 100, label.at_left ? -9 : 9,
           coordinate(label.y), label.at_left ? " text-anchor=\"end\"" : "",
           escaped(named[label.mark].text));
  }
}

void append_outlier_hits(std::string& out, const RowsPicture& picture, const Panel& means,
                         const Panel* stds) {
  if (picture.outliers.empty()) return;
  const auto end = picture.outliers.begin() + static_cast<std::ptrdiff_t>(picture.named_outliers());
  std::vector<std::size_t> in_order(picture.outliers.begin(), end);
  std::sort(in_order.begin(), in_order.end());
  out += "<g class=\"hits outliers\">\n";
  for (const std::size_t row : in_order) {
    const bool by_mean = distance_in(picture, means, row) > OutlierRule::kLimit;
    // Every outlier has a finite mean, and not every one a finite std.
    const bool in_stds = !by_mean && stds != nullptr && value_in(*stds, picture.rows, row);
    const Panel& panel = in_stds ? *stds : means;
    append_round_hit(out, picture.middle(row), panel.place(*value_in(panel, picture.rows, row)),
                     row_title(picture.rows, picture.analysis, row));
  }
  out += "</g>\n";
}

}  // namespace hilo::html
