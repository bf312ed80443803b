// Times as a notebook's %%time spells them.
#ifndef HILO_COMPARE_TIME_TEXT_H_
#define HILO_COMPARE_TIME_TEXT_H_

#include <string>

#include "compare/comparison.h"

namespace hilo {

// "CPU times: user 10.1 s, sys: 8.83 s, total: 18.9 s"
std::string notebook_cpu_line(const RunTimes& times);

// "Wall time: 1min 25s"
std::string notebook_wall_line(const RunTimes& times);

}  // namespace hilo

#endif  // HILO_COMPARE_TIME_TEXT_H_
