// The data of an SVG <path>: thousands of marks in one element, some ten bytes each.
#ifndef HILO_HTML_SVG_PATH_H_
#define HILO_HTML_SVG_PATH_H_

#include <string>

namespace hilo::html {

// A tenth of a pixel is the finest there is: "12", "12.3".
std::string coordinate(double value);

class SvgPath {
 public:
  SvgPath& move_to(double x, double y);
  SvgPath& line_to(double x, double y);
  SvgPath& close();

  // A line of no length, which round ends make a dot.
  SvgPath& dot(double x, double y);

  SvgPath& vertical(double x, double from_y, double to_y);
  SvgPath& rectangle(double x, double y, double width, double height);

  bool empty() const { return data_.empty(); }
  const std::string& data() const { return data_; }

 private:
  std::string data_;
};

}  // namespace hilo::html

#endif  // HILO_HTML_SVG_PATH_H_
