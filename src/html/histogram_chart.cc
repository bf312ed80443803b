#include "html/histogram_chart.h"

#include <algorithm>

#include "base/quantity_text.h"
#include "html/append.h"
#include "html/data_table.h"
#include "html/histogram.h"
#include "html/markup.h"
#include "html/page.h"
#include "html/plot.h"

namespace hilo::html {
namespace {

constexpr double kTop = 24;
constexpr double kHeight = 180;
constexpr double kAxisHeight = 42;

class HistogramChart {
 public:
  HistogramChart(const Histogram& histogram, const RowNoun& noun)
      : histogram_(histogram),
        noun_(noun),
        values_{histogram.edge(0), histogram.edge(histogram.size())},
        counts_{0, static_cast<double>(std::max<std::size_t>(histogram.largest(), 1)) * 1.04},
        x_ticks_(nice_ticks(values_, 8)),
        y_ticks_(nice_ticks(counts_, 5, 1)) {}

  void write(std::string& out, const RowAnalysis& analysis) const {
    open_plot(out, {"Histogram of the means: most of them, " +
                        std::to_string(histogram_.largest()) + ", in one interval",
                    kTop + kHeight + kAxisHeight,
                    left_margin(std::max<std::size_t>(4, y_ticks_.longest()))});
    append_panel_title(out, "Number of " + std::string(noun_.many), "", kTop - 9);
    append_y_axis(out, y_ticks_, Scale(counts_, kTop + kHeight, kTop));
    append_columns(out);
    append_x_axis(out, x_ticks_, Scale(values_, 0, 1), kTop + kHeight);
    append(out, "<text class=\"tick\" x=\"50%\" y=\"{}\" text-anchor=\"middle\">mean {}</text>\n",
           coordinate(kTop + kHeight + 36), x_ticks_.note);
    if (analysis.mean_rule && values_.contains(analysis.mean_rule->median)) {
      const double at = Scale(values_, 0, 100)(analysis.mean_rule->median);
      append(out,
             "<line class=\"median\" x1=\"{0:.2f}%\" x2=\"{0:.2f}%\" y1=\"{1}\" y2=\"{2}\"/>\n", at,
             coordinate(kTop), coordinate(kTop + kHeight));
    }
    close_plot(out);
  }

 private:
  void append_columns(std::string& out) const {
    const Scale x(values_, 0, kDataWidth);
    const Scale y(counts_, kHeight, 0);
    open_data(out, kTop, kHeight);
    SvgPath columns;
    for (std::size_t i = 0; i < histogram_.size(); ++i) {
      if (histogram_.count(i) == 0) continue;
      const double left = x(histogram_.edge(i));
      const double top = y(static_cast<double>(histogram_.count(i)));
      columns.rectangle(left, top, x(histogram_.edge(i + 1)) - left, kHeight - top);
    }
    append_path(out, "columns", columns);
    out += "<g class=\"hits\">\n";
    for (std::size_t i = 0; i < histogram_.size(); ++i) {
      const double left = x(histogram_.edge(i));
      append_hit(out, left, x(histogram_.edge(i + 1)) - left, 0, kHeight,
                 exact_text(histogram_.edge(i)) + " to " + exact_text(histogram_.edge(i + 1)) +
                     "\n" + noun_.count(histogram_.count(i)));
    }
    out += "</g>\n";
    close_data(out);
  }

  const Histogram& histogram_;
  const RowNoun& noun_;
  Range values_;
  Range counts_;
  Ticks x_ticks_;
  Ticks y_ticks_;
};

std::string explanation(const Histogram& histogram, const RowAnalysis& analysis,
                        const RowNoun& noun) {
  std::string text = "How the means of the " + std::string(noun.many) + " are distributed.";
  if (analysis.mean_rule) {
    text += " The line is their median, " + exact_text(analysis.mean_rule->median) + ".";
  }
  if (histogram.below() + histogram.above() > 0) {
    text += " Outside the picture lie " + noun.count(histogram.below()) + " below and " +
            noun.count(histogram.above()) + " above.";
  }
  if (!analysis.placeless.empty()) {
    text += " " + noun.count(analysis.placeless.size()) + " without a finite mean " +
            (analysis.placeless.size() == 1 ? "is" : "are") + " not in it.";
  }
  return text;
}

}  // namespace

void append_histogram(std::string& out, const RowLog& rows, const RowAnalysis& analysis,
                      const RowNoun& noun) {
  const Range& usual = analysis.means.usual;
  Histogram histogram(analysis.means.shown(), rows.size(), usual.empty() ? 0 : usual.span());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (RowAnalysis::has_place(rows, row)) histogram.add(*rows.mean(row));
  }
  begin_figure(out, "Histogram of the means", explanation(histogram, analysis, noun));
  HistogramChart(histogram, noun).write(out, analysis);
  begin_details(out, "The histogram as a table");
  DataTable table(out, "Histogram of the means", {{"from"}, {"up to"}, {noun.many}});
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    table.row({exact_text(histogram.edge(i)), exact_text(histogram.edge(i + 1)),
               count_text(histogram.count(i))});
  }
  table.end();
  end_details(out);
  end_figure(out);
}

}  // namespace hilo::html
