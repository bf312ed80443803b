#ifndef HILO_COMPARE_WALL_TIME_BARS_H_
#define HILO_COMPARE_WALL_TIME_BARS_H_

#include <string>

#include "compare/comparison.h"

namespace hilo {

// How long each way took where it was fastest, the notebook's own ways among them: a figure. Ways
// that failed have no bar.
void append_wall_time_bars(std::string& out, const Comparison& comparison);

}  // namespace hilo

#endif  // HILO_COMPARE_WALL_TIME_BARS_H_
