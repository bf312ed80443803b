// Three panels above each other, with one x: a row of the result, or a bin of rows, has the same
// place in all of them. Where means differ little beside the standard deviations, the first panel
// shows a flat band; the second shows the means alone, enlarged, and the third the standard
// deviations. What has no finite mean has marks in a lane below.
#include "html/rows_chart.h"

#include <algorithm>

#include "base/quantity_text.h"
#include "html/append.h"
#include "html/outlier_marks.h"
#include "html/plot.h"
#include "html/row_marks.h"
#include "html/svg_path.h"

namespace hilo::html {
namespace {

constexpr double kTitleHeight = 24;
constexpr double kGap = 14;
constexpr double kLaneHeight = 14;
constexpr double kAxisHeight = 42;
constexpr std::size_t kSpokenOutliers = 5;

class RowsChart {
 public:
  RowsChart(std::string& out, const RowsPicture& picture)
      : out_(out),
        picture_(picture),
        analysis_(picture.analysis),
        means_("Mean", 150, kMeanColumn, analysis_.means) {
    if (!analysis_.stds.all.empty()) {
      both_.emplace("Mean \u00b1 std", 130, kMeanColumn, analysis_.bars);
      stds_.emplace("Standard deviation", 100, kStdColumn, analysis_.stds);
    }
    double y = 0;
    for (Panel* panel : panels()) {
      panel->top = y + kTitleHeight;
      y = panel->bottom() + kGap;
    }
    bottom_ = y - kGap;
  }

  void write() {
    std::size_t columns = has_lane() ? std::string_view("no mean").size() : 4;
    for (const Panel* panel : panels()) columns = std::max(columns, panel->ticks.longest());
    open_plot(out_, {label(), axis_top() + kAxisHeight, left_margin(columns)});
    if (both_) append_both();
    append_values(means_, analysis_.mean_rule);
    if (stds_) append_values(*stds_, analysis_.std_rule);
    if (has_lane()) append_lane();
    append_axis();
    append_hits();
    append_outliers();
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

  bool has_lane() const { return !analysis_.placeless.empty(); }
  double axis_top() const { return bottom_ + (has_lane() ? kGap / 2 + kLaneHeight : 0); }

  std::string label() const {
    const std::vector<std::size_t>& outliers = picture_.outliers;
    const std::size_t size = bin_size(picture_.rows.size());
    std::string text =
        "Mean and standard deviation of " + picture_.noun.count(picture_.rows.size()) + " in order";
    if (size > 1) text += ", " + count_text(size) + " to a mark";
    text += ". Outliers: " + std::to_string(outliers.size());
    for (std::size_t i = 0; i < std::min(outliers.size(), kSpokenOutliers); ++i) {
      text += (i == 0 ? ": " : ", ") + picture_.rows.keys()[outliers[i]];
    }
    return text + (outliers.size() > kSpokenOutliers ? " and more." : ".");
  }

  void open_panel(const Panel& panel) {
    append_panel_title(out_, panel.title, panel.ticks.note, panel.top - 9);
    append_y_axis(out_, panel.ticks, panel.in_plot());
    open_data(out_, panel.top, panel.height);
  }

  void append_both() {
    open_panel(*both_);
    append_bar_marks(out_, picture_, *both_);
    append_outlier_dots(out_, picture_, *both_);
    close_data(out_);
  }

  void append_values(const Panel& panel, const std::optional<OutlierRule>& rule) {
    append_rule(panel, rule);
    open_panel(panel);
    append_value_marks(out_, picture_, panel);
    append_outlier_dots(out_, picture_, panel);
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

  void append_lane() {
    const double y = bottom_ + kGap / 2 + kLaneHeight / 2;
    append(out_,
           "<text class=\"tick\" x=\"-8\" y=\"{}\" dy=\".32em\" text-anchor=\"end\">no "
           "mean</text>\n",
           coordinate(y));
    open_data(out_, y - kLaneHeight / 2, kLaneHeight);
    SvgPath path;
    for (const RowBin& bin : picture_.bins) {
      if (bin.placeless == 0) continue;
      path.vertical((picture_.begin(bin) + picture_.end(bin)) / 2, 1, kLaneHeight - 1);
    }
    append_path(out_, "apart-line", path);
    close_data(out_);
  }

  void append_axis() {
    const double last = static_cast<double>(picture_.rows.size());
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
      append_hit(out_, picture_.begin(bin), picture_.end(bin) - picture_.begin(bin), 0, height,
                 picture_.binned() ? bin_title(picture_.rows, bin, picture_.noun)
                                   : row_title(picture_.rows, analysis_, bin.first));
    }
    close_data(out_);
    out_ += "</g>\n";
  }

  void append_outliers() {
    for (const Panel* panel : panels()) append_outlier_symbols(out_, picture_, *panel);
    append_outlier_hits(out_, picture_, means_, stds_ ? &*stds_ : nullptr);
    append_outlier_labels(out_, picture_, means_);
    if (stds_) append_outlier_labels(out_, picture_, *stds_);
  }

  std::string& out_;
  const RowsPicture& picture_;
  const RowAnalysis& analysis_;
  std::optional<Panel> both_;
  Panel means_;
  std::optional<Panel> stds_;
  double bottom_ = 0;
};

}  // namespace

void append_rows_chart(std::string& out, const RowsPicture& picture) {
  RowsChart(out, picture).write();
}

}  // namespace hilo::html
