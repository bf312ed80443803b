#include "compare/time_text.h"

#include "base/quantity_text.h"

namespace hilo {

std::string notebook_cpu_line(const RunTimes& times) {
  return "CPU times: user " + seconds_text(times.user_s) +
         ", sys: " + seconds_text(times.system_s) +
         ", total: " + seconds_text(times.user_s + times.system_s);
}

std::string notebook_wall_line(const RunTimes& times) {
  return "Wall time: " + seconds_text(times.wall_s);
}

}  // namespace hilo
