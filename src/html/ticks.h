// Where an axis has its marks, and what stands beside them.
//
// Steps are 1, 2 or 5 times a power of ten, and a mark is a whole number of steps. So its label is
// that integer with a decimal point put into it, and never a rounded double: 0.3, not
// 0.30000000000000004. Labels that would be long have what they share said once, in a note:
//
//   0 to 1.5            0.0  0.5  1.0  1.5
//   0 to 0.000015       0.0  0.5  1.0  1.5     × 10⁻⁵
//   5e9 to 5e9 + 0.03   +0.00  +0.01  +0.02    5000000000.0 + …
#ifndef HILO_HTML_TICKS_H_
#define HILO_HTML_TICKS_H_

#include <string>
#include <vector>

#include "html/scale.h"

namespace hilo::html {

struct Ticks {
  double step = 0;
  std::vector<double> values;       // ascending, within the range
  std::vector<std::string> labels;  // of each, as text
  std::string note;                 // what all labels are to be understood with; mostly empty

  std::size_t longest() const;  // columns of the longest label
};

// For a range that has a span: at most `at_most` >= 2 ticks and one, at least `min_step` apart.
Ticks nice_ticks(const Range& range, int at_most, double min_step = 0);

}  // namespace hilo::html

#endif  // HILO_HTML_TICKS_H_
