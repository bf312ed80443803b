// Three panels above each other, with one x: a row of the result, or a bin of rows, has the same
// place in all of them. Where means differ little beside the standard deviations, the first panel
// shows a flat band; the second shows the means alone, enlarged, and the third the standard
// deviations. What has no finite mean has marks in a lane below.
#include "html/rows_chart.h"

#include <algorithm>
#include <cmath>

#include "base/quantity_text.h"
#include "html/append.h"
#include "html/label_layout.h"
#include "html/markup.h"
#include "html/plot.h"
#include "report/display.h"

namespace hilo::html {
namespace {

constexpr double kTitleHeight = 24;
constexpr double kGap = 14;
constexpr double kLaneHeight = 14;
constexpr double kAxisHeight = 42;
constexpr std::size_t kLabelColumns = 30;
constexpr double kLabelColumnWidth = 6.7;  // of 11 px in a font of one width

using Value = std::optional<double> (RowLog::*)(std::size_t) const;

struct Panel {
  std::string_view title;
  double height;
  Range range;
  Ticks ticks;
  double top = 0;  // of the data, below the title

  Panel(std::string_view title_, double height_, const Ranges& ranges)
      : title(title_),
        height(height_),
        range(ranges.shown()),
        ticks(nice_ticks(range, static_cast<int>(height_ / 25))) {}

  double bottom() const { return top + height; }
  Scale in_data() const { return Scale(range, height, 0); }
  Scale in_plot() const { return Scale(range, bottom(), top); }
};

class RowsChart {
 public:
  RowsChart(std::string& out, const RowsPicture& picture)
      : out_(out),
        picture_(picture),
        rows_(picture.rows),
        analysis_(picture.analysis),
        means_("Mean", 150, analysis_.means) {
    if (!analysis_.stds.all.empty()) {
      both_.emplace("Mean \u00b1 std", 130, analysis_.bars);
      stds_.emplace("Standard deviation", 100, analysis_.stds);
    }
    double y = 0;
    for (Panel* panel : panels()) {
      panel->top = y + kTitleHeight;
      y = panel->bottom() + kGap;
    }
    bottom_ = y - kGap;
  }

  void write() {
    std::size_t columns = 4;
    for (const Panel* panel : panels()) columns = std::max(columns, panel->ticks.longest());
    if (has_lane()) columns = std::max<std::size_t>(columns, 8);
    open_plot(out_, {label(), axis_top() + kAxisHeight, left_margin(columns)});
    if (both_) append_both();
    append_values(means_, &RowLog::mean, analysis_.mean_rule, &RowBin::means);
    if (stds_) append_values(*stds_, &RowLog::std, analysis_.std_rule, &RowBin::stds);
    if (has_lane()) append_lane();
    append_rows_axis();
    append_hits();
    for (const Panel* panel : panels()) append_outlier_symbols(*panel, value_of(*panel));
    append_outlier_hits();
    append_labels(means_, &RowLog::mean, &RowAnalysis::mean_distance);
    if (stds_) append_labels(*stds_, &RowLog::std, &RowAnalysis::std_distance);
    close_plot(out_);
  }

 private:
  std::vector<Panel*> panels() {
    std::vector<Panel*> all;
    if (both_) all.push_back(&*both_);
    all.push_back(&means_);
    if (stds_) all.push_back(&*stds_);
    return all;
  }

  Value value_of(const Panel& panel) const {
    return stds_ && &panel == &*stds_ ? &RowLog::std : &RowLog::mean;
  }

  bool has_lane() const { return !analysis_.placeless.empty(); }
  double axis_top() const { return bottom_ + (has_lane() ? kGap / 2 + kLaneHeight : 0); }

  double share(double row) const { return row / static_cast<double>(rows_.size()); }
  double middle(std::size_t row) const { return share(static_cast<double>(row) + 0.5); }
  double x_of(const RowBin& bin) const {
    return share(static_cast<double>(bin.first)) * kDataWidth;
  }
  double width_of(const RowBin& bin) const {
    return share(static_cast<double>(bin.rows)) * kDataWidth;
  }

  std::string label() const {
    std::string text =
        "Mean and standard deviation of " + picture_.noun.count(rows_.size()) + " in order";
    if (picture_.binned())
      text += ", " + count_text(static_cast<std::int64_t>(bin_size(rows_.size()))) + " to a mark";
    text += ". Outliers: " + std::to_string(analysis_.outliers.size());
    for (std::size_t i = 0; i < std::min<std::size_t>(picture_.outliers.size(), 5); ++i) {
      text += (i == 0 ? ": " : ", ") + rows_.keys()[picture_.outliers[i]];
    }
    return text + (picture_.outliers.size() > 5 ? " and more." : ".");
  }

  void open_panel(const Panel& panel) {
    append_panel_title(out_, panel.title, panel.ticks.note, panel.top - 9);
    append_y_axis(out_, panel.ticks, panel.in_plot());
    open_data(out_, panel.top, panel.height);
  }

  // The runs of bins that have values become an area from low to high each.
  template <typename Has, typename Low, typename High>
  SvgPath band(Has has, Low low, High high) const {
    SvgPath path;
    const auto& bins = picture_.bins;
    for (std::size_t begin = 0; begin < bins.size();) {
      std::size_t end = begin;
      while (end < bins.size() && has(bins[end])) ++end;
      for (std::size_t i = begin; i < end; ++i) {
        const double y = high(bins[i]);
        i == begin ? path.move_to(x_of(bins[i]), y) : path.line_to(x_of(bins[i]), y);
        path.line_to(x_of(bins[i]) + width_of(bins[i]), y);
      }
      for (std::size_t i = end; i > begin; --i) {
        const double y = low(bins[i - 1]);
        path.line_to(x_of(bins[i - 1]) + width_of(bins[i - 1]), y).line_to(x_of(bins[i - 1]), y);
      }
      if (end > begin) path.close();
      begin = std::max(end, begin + 1);
    }
    return path;
  }

  SvgPath line_of_means(const Scale& y, BinValues RowBin::*values) const {
    SvgPath path;
    bool connected = false;
    for (const RowBin& bin : picture_.bins) {
      const double x = x_of(bin) + width_of(bin) / 2;
      const BinValues& here = bin.*values;
      if (here.count == 0) {
        connected = false;
        continue;
      }
      connected ? path.line_to(x, y(here.mean)) : path.dot(x, y(here.mean));
      connected = true;
    }
    return path;
  }

  void append_both() {
    const Panel& panel = *both_;
    open_panel(panel);
    const Scale y = panel.in_data();
    if (picture_.binned()) {
      append_path(out_, "band",
                  band([](const RowBin& bin) { return bin.stds.count > 0; },
                       [&](const RowBin& bin) { return y(bin.means.mean - bin.stds.mean); },
                       [&](const RowBin& bin) { return y(bin.means.mean + bin.stds.mean); }));
      append_path(out_, "line", line_of_means(y, &RowBin::means));
    } else {
      append_path(out_, "bars", bars(y));
      append_path(out_, "dots", dots(y, &RowLog::mean));
    }
    append_path(out_, "apart-dots", unnamed_outliers(panel, &RowLog::mean));
    close_data(out_);
  }

  SvgPath bars(const Scale& y) const {
    SvgPath path;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      if (!RowAnalysis::has_place(rows_, row)) continue;
      const double std = rows_.std(row).value_or(0);
      const double mean = *rows_.mean(row);
      if (!std::isfinite(mean + std) || !std::isfinite(mean - std)) continue;
      path.vertical(middle(row) * kDataWidth, y(mean - std), y(mean + std));
    }
    return path;
  }

  SvgPath dots(const Scale& y, Value value) const {
    SvgPath path;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      if (analysis_.is_outlier[row] || !RowAnalysis::has_place(rows_, row)) continue;
      const std::optional<double> found = (rows_.*value)(row);
      if (found && std::isfinite(*found)) path.dot(middle(row) * kDataWidth, y(*found));
    }
    return path;
  }

  void append_values(const Panel& panel, Value value, const std::optional<OutlierRule>& rule,
                     BinValues RowBin::*values) {
    append_rule(panel, rule);
    open_panel(panel);
    const Scale y = panel.in_data();
    if (picture_.binned()) {
      append_path(out_, "range",
                  band([&](const RowBin& bin) { return (bin.*values).count > 0; },
                       [&](const RowBin& bin) { return y((bin.*values).low); },
                       [&](const RowBin& bin) { return y((bin.*values).high); }));
      append_path(out_, "line", line_of_means(y, values));
    } else {
      append_path(out_, "dots", dots(y, value));
    }
    append_path(out_, "apart-dots", unnamed_outliers(panel, value));
    close_data(out_);
  }

  void append_rule(const Panel& panel, const std::optional<OutlierRule>& rule) {
    if (!rule) return;
    const auto append_line = [&](std::string_view name, double value) {
      if (!panel.range.contains(value)) return;
      append(out_, "<line class=\"{0}\" x2=\"100%\" y1=\"{1}\" y2=\"{1}\"/>\n", name,
             coordinate(panel.in_plot()(value)));
    };
    append_line("median", rule->median);
    if (rule->spread == 0) return;
    append_line("limit", rule->low());
    append_line("limit", rule->high());
  }

  // Within the picture: beyond it, at its edge.
  double y_of(const Panel& panel, double value, double inset) const {
    return std::clamp(panel.in_plot()(value), panel.top + inset, panel.bottom() - inset);
  }

  SvgPath unnamed_outliers(const Panel& panel, Value value) const {
    SvgPath path;
    for (std::size_t i = kMaxNamedOutliers; i < picture_.outliers.size(); ++i) {
      const std::size_t row = picture_.outliers[i];
      const std::optional<double> found = (rows_.*value)(row);
      if (!found || !std::isfinite(*found)) continue;
      path.dot(middle(row) * kDataWidth, y_of(panel, *found, 3) - panel.top);
    }
    return path;
  }

  std::size_t named() const { return std::min(picture_.outliers.size(), kMaxNamedOutliers); }

  void append_outlier_symbols(const Panel& panel, Value value) {
    for (std::size_t i = 0; i < named(); ++i) {
      const std::size_t row = picture_.outliers[i];
      const std::optional<double> found = (rows_.*value)(row);
      if (!found || !std::isfinite(*found)) continue;
      const std::string_view symbol = *found > panel.range.high  ? "up"
                                      : *found < panel.range.low ? "down"
                                                                 : "diamond";
      append_symbol(out_, symbol, "apart", middle(row), y_of(panel, *found, 0));
    }
  }

  void append_lane() {
    const double y = bottom_ + kGap / 2 + kLaneHeight / 2;
    append(
        out_,
        "<text class=\"tick\" x=\"-8\" y=\"{}\" dy=\".32em\" text-anchor=\"end\">no mean</text>\n",
        coordinate(y));
    open_data(out_, y - kLaneHeight / 2, kLaneHeight);
    SvgPath path;
    for (const RowBin& bin : picture_.bins) {
      if (bin.placeless > 0) path.vertical(x_of(bin) + width_of(bin) / 2, 1, kLaneHeight - 1);
    }
    append_path(out_, "apart-line", path);
    close_data(out_);
  }

  void append_rows_axis() {
    const double last = static_cast<double>(rows_.size());
    const Ticks ticks = nice_ticks({1, std::max(last, 2.0)}, 8, 1);
    // The first row's middle is at half a row.
    append_x_axis(out_, ticks, Scale({0.5, last + 0.5}, 0, 1), axis_top());
    append(out_,
           "<line class=\"axis\" x2=\"100%\" y1=\"{0}\" y2=\"{0}\"/>"
           "<text class=\"tick\" x=\"50%\" y=\"{1}\" text-anchor=\"middle\">{2}, in order</text>\n",
           coordinate(axis_top()), coordinate(axis_top() + 36), picture_.noun.many);
  }

  void append_hits() {
    const double height = axis_top() - kTitleHeight;
    out_ += "<g class=\"hits\">\n";
    open_data(out_, kTitleHeight, height);
    for (const RowBin& bin : picture_.bins) {
      append_hit(out_, x_of(bin), width_of(bin), 0, height,
                 picture_.binned() ? bin_title(rows_, bin, picture_.noun)
                                   : row_title(rows_, analysis_, bin.first));
    }
    close_data(out_);
    out_ += "</g>\n";
  }

  void append_outlier_hits() {
    if (picture_.outliers.empty()) return;
    std::vector<std::size_t> in_order(
        picture_.outliers.begin(),
        picture_.outliers.begin() + static_cast<std::ptrdiff_t>(named()));
    std::sort(in_order.begin(), in_order.end());
    out_ += "<g class=\"hits outliers\">\n";
    for (const std::size_t row : in_order) {
      const bool by_mean = analysis_.mean_distance(rows_, row) > OutlierRule::kLimit;
      const Panel& panel = by_mean || !stds_ ? means_ : *stds_;
      append_round_hit(out_, middle(row), y_of(panel, *(rows_.*value_of(panel))(row), 0),
                       row_title(rows_, analysis_, row));
    }
    out_ += "</g>\n";
  }

  // The file's name alone, where all are in one directory; the value, where the picture cannot say
  // it.
  std::string label_text(std::size_t row, double value, const Panel& panel) const {
    const std::string key = rows_.keys()[row];
    const std::string_view name =
        std::string_view(key).substr(rows_.keys().common_directory().size());
    std::string text = report::shorten_middle(report::escape_controls(name), kLabelColumns);
    if (!panel.range.contains(value)) append(text, " ({:.3g})", value);
    return text;
  }

  void append_labels(const Panel& panel, Value value,
                     double (RowAnalysis::*distance)(const RowLog&, std::size_t) const) {
    struct Named {
      double distance;
      LabelledMark mark;
      std::string text;
    };
    std::vector<Named> named_rows;
    for (std::size_t i = 0; i < named(); ++i) {
      const std::size_t row = picture_.outliers[i];
      const double far = (analysis_.*distance)(rows_, row);
      if (far <= OutlierRule::kLimit) continue;
      const double found = *(rows_.*value)(row);
      std::string text = label_text(row, found, panel);
      const double width = kLabelColumnWidth * static_cast<double>(report::display_width(text));
      named_rows.push_back({far, {middle(row), y_of(panel, found, 5), width}, std::move(text)});
    }
    std::stable_sort(named_rows.begin(), named_rows.end(),
                     [](const Named& a, const Named& b) { return a.distance > b.distance; });
    std::vector<LabelledMark> marks;
    for (const Named& each : named_rows) marks.push_back(each.mark);
    for (const PlacedLabel& label : place_labels(marks, panel.top - 2, panel.bottom() + 2)) {
      append(out_,
             "<text class=\"label{}\" x=\"{:.2f}%\" dx=\"{}\" y=\"{}\" dy=\".32em\"{}>{}</text>\n",
             label.narrow ? "" : " wide", marks[label.mark].x * 100, label.at_left ? -9 : 9,
             coordinate(label.y), label.at_left ? " text-anchor=\"end\"" : "",
             escaped(named_rows[label.mark].text));
    }
  }

  std::string& out_;
  const RowsPicture& picture_;
  const RowLog& rows_;
  const RowAnalysis& analysis_;
  std::optional<Panel> both_;
  Panel means_;
  std::optional<Panel> stds_;
  double bottom_ = 0;
};

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

void append_rows_chart(std::string& out, const RowsPicture& picture) {
  RowsChart(out, picture).write();
}

}  // namespace hilo::html
