// Times as a notebook's %%time spells them.
#ifndef HILO_COMPARE_TIME_TEXT_H_
#define HILO_COMPARE_TIME_TEXT_H_

#include <string>

#include "compare/comparison.h"

namespace hilo {

// "1min 25s", "1.2 s", "497 μs", "0 ns", as IPython has it: three digits, and parts from a minute
// on. Where IPython says "1e+03 ms" this says "1 s".
std::string notebook_duration(double seconds);

// "CPU times: user 10.1 s, sys: 8.83 s, total: 18.9 s"
std::string notebook_cpu_line(const RunTimes& times);

// "Wall time: 1min 25s"
std::string notebook_wall_line(const RunTimes& times);

}  // namespace hilo

#endif  // HILO_COMPARE_TIME_TEXT_H_
