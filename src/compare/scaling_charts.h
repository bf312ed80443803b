#ifndef HILO_COMPARE_SCALING_CHARTS_H_
#define HILO_COMPARE_SCALING_CHARTS_H_

#include <string>

#include "compare/comparison.h"

namespace hilo {

// Rate and efficiency against the number of workers, warm and cold apart, beside the ideal and what
// reading alone reaches. The notebook's own ways have no numbers of workers to choose from, and are
// left out.
void append_scaling_charts(std::string& out, const Comparison& comparison);

}  // namespace hilo

#endif  // HILO_COMPARE_SCALING_CHARTS_H_
