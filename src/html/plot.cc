#include "html/plot.h"

#include "html/append.h"
#include "html/markup.h"

namespace hilo::html {
namespace {

constexpr std::size_t kNarrowTicks = 4;

// A share of 1, as a percentage.
std::string percent(double share) { return fmt::format("{:.2f}%", share * 100); }

}  // namespace

void open_plot(std::string& out, const PlotFrame& frame) {
  append(out,
         "<div class=\"plot\" tabindex=\"0\" role=\"group\" aria-label=\"Chart\""
         " style=\"--left:{}px\">\n",
         coordinate(frame.left));
  append(out, "<svg role=\"img\" aria-label=\"{}\" width=\"100%\" height=\"{}\">\n",
         escaped(frame.label), coordinate(frame.height));
}

void close_plot(std::string& out) { out += "</svg>\n</div>\n"; }

double left_margin(std::size_t columns) { return 16 + 7.2 * static_cast<double>(columns); }

void open_data(std::string& out, double top, double height) {
  append(out,
         "<svg class=\"data\" y=\"{0}\" width=\"100%\" height=\"{1}\""
         " viewBox=\"0 0 {2} {1}\" preserveAspectRatio=\"none\">\n",
         coordinate(top), coordinate(height), coordinate(kDataWidth));
}

void close_data(std::string& out) { out += "</svg>\n"; }

void append_path(std::string& out, std::string_view name, const SvgPath& path) {
  if (!path.empty()) append(out, "<path class=\"{}\" d=\"{}\"/>\n", name, path.data());
}

void append_hit(std::string& out, double x, double width, double y, double height,
                const std::string& text) {
  append(out,
         "<rect class=\"hit\" x=\"{}\" y=\"{}\" width=\"{:.2f}\" "
         "height=\"{}\"><title>{}</title></rect>\n",
         coordinate(x), coordinate(y), width, coordinate(height), text);
}

void append_round_hit(std::string& out, double x, double y, const std::string& text) {
  append(out, "<circle class=\"hit\" cx=\"{}\" cy=\"{}\" r=\"9\"><title>{}</title></circle>\n",
         percent(x), coordinate(y), text);
}

void append_symbol(std::string& out, std::string_view symbol, std::string_view name, double x,
                   double y) {
  append(out, "<use class=\"{}\" href=\"#{}\" x=\"{}\" y=\"{}\"/>\n", name, symbol, percent(x),
         coordinate(y));
}

void append_y_axis(std::string& out, const Ticks& ticks, const Scale& y) {
  for (std::size_t i = 0; i < ticks.values.size(); ++i) {
    const std::string at = coordinate(y(ticks.values[i]));
    append(out,
           "<line class=\"grid\" x2=\"100%\" y1=\"{0}\" y2=\"{0}\"/>"
           "<text class=\"tick\" x=\"-8\" y=\"{0}\" dy=\".32em\" text-anchor=\"end\">{1}</text>\n",
           at, ticks.labels[i]);
  }
}

void append_x_axis(std::string& out, const Ticks& ticks, const Scale& x, double bottom) {
  const std::size_t every = (ticks.values.size() + kNarrowTicks - 1) / kNarrowTicks;
  for (std::size_t i = 0; i < ticks.values.size(); ++i) {
    append(out,
           "<g class=\"{0}\"><line class=\"axis\" x1=\"{1}\" x2=\"{1}\" y1=\"{2}\" y2=\"{3}\"/>"
           "<text class=\"tick\" x=\"{1}\" y=\"{4}\" text-anchor=\"middle\">{5}</text></g>\n",
           i % every == 0 ? "x" : "x wide", percent(x(ticks.values[i])), coordinate(bottom),
           coordinate(bottom + 5), coordinate(bottom + 18), ticks.labels[i]);
  }
}

void append_panel_title(std::string& out, std::string_view title, std::string_view note, double y) {
  append(out, "<text class=\"panel\" x=\"0\" y=\"{}\">{}</text>\n", coordinate(y), title);
  if (note.empty()) return;
  append(out, "<text class=\"tick\" x=\"100%\" y=\"{}\" text-anchor=\"end\">{}</text>\n",
         coordinate(y), note);
}

void append_legend_entry(std::string& out, const LegendEntry& entry) {
  append(out, "<li><svg width=\"24\" height=\"14\" aria-hidden=\"true\">{}</svg>{}</li>\n",
         entry.sample, escaped(entry.text));
}

void append_legend(std::string& out, std::initializer_list<LegendEntry> entries) {
  out += "<ul class=\"legend\">\n";
  for (const LegendEntry& entry : entries) append_legend_entry(out, entry);
  out += "</ul>\n";
}

}  // namespace hilo::html
