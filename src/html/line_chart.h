// Curves over numbers of workers.
#ifndef HILO_HTML_LINE_CHART_H_
#define HILO_HTML_LINE_CHART_H_

#include <string>
#include <vector>

#include "html/scale.h"

namespace hilo::html {

struct LinePoint {
  double x = 0;
  double y = 0;
  double low = 0;  // what was measured lies between these
  double high = 0;
  std::string text;  // read out; not escaped but for line ends
};

struct LineSeries {
  std::string name;
  std::vector<LinePoint> points;  // ascending in x
  bool reference = false;         // not measured as such: a thin line without marks
};

struct LineChart {
  std::string label;  // for who does not see it
  std::string x_title;
  std::string y_title;
  std::vector<double> x_values;    // that are measured, ascending; at least one
  std::vector<LineSeries> series;  // the references first
  Range y;                         // what is beyond it is cut off
};

// Legend and picture. Each measured curve has a colour, a dash and a mark of its own.
void append_line_chart(std::string& out, const LineChart& chart);

}  // namespace hilo::html

#endif  // HILO_HTML_LINE_CHART_H_
