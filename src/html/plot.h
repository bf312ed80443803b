// The frame of a picture that is as wide as the page lets it be.
//
// A picture that is scaled as a whole has letters that nobody can read on a telephone. Here only x
// is stretched: the data lie in an inner <svg>, kDataWidth units wide and stretched to what there
// is, with lines that keep their width; text and symbols lie around it, at a percentage of the
// width. Heights are pixels.
#ifndef HILO_HTML_PLOT_H_
#define HILO_HTML_PLOT_H_

#include <initializer_list>
#include <string>
#include <string_view>

#include "html/scale.h"
#include "html/svg_path.h"
#include "html/ticks.h"

namespace hilo::html {

inline constexpr double kDataWidth = 1000;

struct PlotFrame {
  std::string label;  // what the picture shows, for who does not see it; not escaped
  double height = 0;  // pixels
  double left = 0;    // pixels beside it, for the labels of y
};

void open_plot(std::string& out, const PlotFrame& frame);
void close_plot(std::string& out);

// Room at the left for labels of so many columns.
double left_margin(std::size_t columns);

// Between the two, coordinates are data's: x from 0 to kDataWidth, y from 0 to height.
void open_data(std::string& out, double top, double height);
void close_data(std::string& out);

// In data: all of `path` in one element of class `name`. Nothing where it is empty.
void append_path(std::string& out, std::string_view name, const SvgPath& path);

// In data: an invisible mark over the whole height, which says `text` when it is pointed at.
void append_hit(std::string& out, double x, double width, double y, double height,
                const std::string& text);

// Outside of data: the same around a symbol. x is a share, of 1.
void append_round_hit(std::string& out, double x, double y, const std::string& text);

// Outside of data: a symbol of class `name`. Which there are is in html/page.cc: "diamond", ...
void append_symbol(std::string& out, std::string_view symbol, std::string_view name, double x,
                   double y);

// Lines across the picture with their labels at the left.
void append_y_axis(std::string& out, const Ticks& ticks, const Scale& y);

// Labels below `bottom`, of which few are shown on a narrow page. `x` is from values to shares
// of 1.
void append_x_axis(std::string& out, const Ticks& ticks, const Scale& x, double bottom);

// A title above a panel, and at its right what its labels are to be understood with.
void append_panel_title(std::string& out, std::string_view title, std::string_view note, double y);

struct LegendEntry {
  std::string_view sample;  // elements of an <svg> of 24 by 14 pixels
  std::string text;         // not escaped
};

void append_legend(std::string& out, std::initializer_list<LegendEntry> entries);
void append_legend_entry(std::string& out, const LegendEntry& entry);

}  // namespace hilo::html

#endif  // HILO_HTML_PLOT_H_
