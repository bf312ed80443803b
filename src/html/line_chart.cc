#include "html/line_chart.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "html/append.h"
#include "html/markup.h"
#include "html/plot.h"

namespace hilo::html {
namespace {

constexpr double kTop = 24;
constexpr double kHeight = 260;
constexpr double kAxisHeight = 42;
constexpr std::string_view kSymbols[] = {"circle",  "square", "triangle",
                                         "diamond", "star",   "cross"};
constexpr std::size_t kLooks = std::size(kSymbols);

std::string line_class(const LineSeries& series, std::size_t number) {
  return (series.reference ? "reference r" : "series c") + std::to_string(number % kLooks);
}

std::string tick_text(double value) { return fmt::format("{:g}", value); }

class LineChartWriter {
 public:
  LineChartWriter(std::string& out, const LineChart& chart)
      : out_(out),
        chart_(chart),
        ticks_(nice_ticks(chart.y, 6)),
        // Numbers of workers double: so do the places on a long axis.
        logarithmic_(chart.x_values.back() >= 8 * chart.x_values.front()) {}

  void write() {
    append_names();
    open_plot(out_, {chart_.label, kTop + kHeight + kAxisHeight,
                     left_margin(std::max<std::size_t>(ticks_.longest(), 3))});
    append_panel_title(out_, escaped(chart_.y_title), ticks_.note, kTop - 9);
    append_y_axis(out_, ticks_, Scale(chart_.y, kTop + kHeight, kTop));
    append_x_labels();
    append_lines();
    for_each_measured(
        [&](const LineSeries& series, std::size_t number) { append_marks(series, number); });
    for_each_measured([&](const LineSeries& series, std::size_t) { append_hits(series); });
    close_plot(out_);
  }

 private:
  template <typename Do>
  void for_each_measured(Do&& act) {
    std::size_t number = 0;
    for (const LineSeries& series : chart_.series) {
      if (!series.reference) act(series, number++);
    }
  }

  // A share of the width, with room at both ends.
  double share(double x) const {
    if (chart_.x_values.size() == 1) return 0.5;
    const double first = place(chart_.x_values.front());
    const double last = place(chart_.x_values.back());
    return 0.04 + 0.92 * (place(x) - first) / (last - first);
  }

  double place(double x) const { return logarithmic_ ? std::log2(x) : x; }

  // Within the picture.
  double height(double y) const {
    return std::clamp(Scale(chart_.y, kTop + kHeight, kTop)(y), kTop, kTop + kHeight);
  }

  void append_names() {
    out_ += "<ul class=\"legend\">\n";
    std::size_t measured = 0;
    std::size_t references = 0;
    for (const LineSeries& series : chart_.series) {
      const std::size_t number = series.reference ? references++ : measured++;
      std::string sample;
      append(sample, "<path class=\"{}\" d=\"M0 7h24\"/>", line_class(series, number));
      if (!series.reference) {
        append(sample, "<use href=\"#{}\" class=\"m{}\" x=\"12\" y=\"7\"/>",
               kSymbols[number % kLooks], number % kLooks);
      }
      append_legend_entry(out_, {sample, series.name});
    }
    out_ += "</ul>\n";
  }

  void append_x_labels() {
    append(out_, "<line class=\"axis\" x2=\"100%\" y1=\"{0}\" y2=\"{0}\"/>\n",
           coordinate(kTop + kHeight));
    for (const double x : chart_.x_values) {
      append(out_, "<text class=\"tick\" x=\"{:.2f}%\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
             share(x) * 100, coordinate(kTop + kHeight + 18), tick_text(x));
    }
    append(out_, "<text class=\"tick\" x=\"50%\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
           coordinate(kTop + kHeight + 36), escaped(chart_.x_title));
  }

  void append_lines() {
    open_data(out_, kTop, kHeight);
    const Scale y(chart_.y, kHeight, 0);
    std::size_t measured = 0;
    std::size_t references = 0;
    for (const LineSeries& series : chart_.series) {
      SvgPath line;
      SvgPath whiskers;
      for (const LinePoint& point : series.points) {
        const double x = share(point.x) * kDataWidth;
        line.empty() ? line.move_to(x, y(point.y)) : line.line_to(x, y(point.y));
        // What is known of one number of workers holds for more of them.
        if (series.reference && series.points.size() == 1) {
          if (chart_.x_values.size() == 1) line.move_to(0, y(point.y));
          line.line_to(kDataWidth, y(point.y));
        }
        if (!series.reference && point.low < point.high) {
          whiskers.vertical(x, y(point.low), y(point.high));
        }
      }
      const std::size_t number = series.reference ? references++ : measured++;
      append_path(out_, line_class(series, number), line);
      append_path(out_, "whiskers c" + std::to_string(number % kLooks), whiskers);
    }
    close_data(out_);
  }

  void append_marks(const LineSeries& series, std::size_t number) {
    for (const LinePoint& point : series.points) {
      append_symbol(out_, kSymbols[number % kLooks], "m" + std::to_string(number % kLooks),
                    share(point.x), height(point.y));
    }
  }

  void append_hits(const LineSeries& series) {
    out_ += "<g class=\"hits\">\n";
    for (const LinePoint& point : series.points) {
      append_round_hit(out_, share(point.x), height(point.y),
                       escaped(series.name) + "\n" + point.text);
    }
    out_ += "</g>\n";
  }

  std::string& out_;
  const LineChart& chart_;
  Ticks ticks_;
  bool logarithmic_;
};

}  // namespace

void append_line_chart(std::string& out, const LineChart& chart) {
  LineChartWriter(out, chart).write();
}

}  // namespace hilo::html
