#include "html/svg_path.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace hilo::html {
namespace {

// Far beyond any picture, and far within what browsers compute with.
constexpr double kFarthest = 1e5;

void append_coordinate(std::string& out, double value) {
  const std::int64_t tenths = std::llround(std::clamp(value, -kFarthest, kFarthest) * 10);
  const std::int64_t magnitude = tenths < 0 ? -tenths : tenths;
  if (tenths < 0) out += '-';
  out += std::to_string(magnitude / 10);
  if (magnitude % 10 == 0) return;
  out += '.';
  out += static_cast<char>('0' + magnitude % 10);
}

void append_point(std::string& out, char command, double x, double y) {
  out += command;
  append_coordinate(out, x);
  out += ' ';
  append_coordinate(out, y);
}

}  // namespace

std::string coordinate(double value) {
  std::string text;
  append_coordinate(text, value);
  return text;
}

SvgPath& SvgPath::move_to(double x, double y) {
  append_point(data_, 'M', x, y);
  return *this;
}

SvgPath& SvgPath::line_to(double x, double y) {
  append_point(data_, 'L', x, y);
  return *this;
}

SvgPath& SvgPath::close() {
  data_ += 'Z';
  return *this;
}

SvgPath& SvgPath::dot(double x, double y) {
  move_to(x, y);
  data_ += "h0";
  return *this;
}

SvgPath& SvgPath::vertical(double x, double from_y, double to_y) {
  move_to(x, from_y);
  data_ += 'V';
  append_coordinate(data_, to_y);
  return *this;
}

SvgPath& SvgPath::rectangle(double x, double y, double width, double height) {
  move_to(x, y);
  data_ += 'h';
  append_coordinate(data_, width);
  data_ += 'v';
  append_coordinate(data_, height);
  data_ += 'h';
  append_coordinate(data_, -width);
  return close();
}

}  // namespace hilo::html
