#include "compare/time_text.h"

#include <array>
#include <cstdint>
#include <cstdio>

namespace hilo {
namespace {

struct Unit {
  double seconds;
  const char* name;
};

constexpr std::array<Unit, 4> kUnits = {{{1, "s"}, {1e-3, "ms"}, {1e-6, "\u03bcs"}, {1e-9, "ns"}}};

std::string long_duration(double seconds) {
  struct Part {
    std::int64_t seconds;
    const char* suffix;
  };
  constexpr Part kParts[] = {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};
  auto left = static_cast<std::int64_t>(seconds);
  std::string text;
  for (const Part& part : kParts) {
    const std::int64_t count = left / part.seconds;
    left %= part.seconds;
    if (count > 0) text += (text.empty() ? "" : " ") + std::to_string(count) + part.suffix;
  }
  return text;
}

std::string with_three_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

}  // namespace

std::string notebook_duration(double seconds) {
  if (seconds >= 60) return long_duration(seconds);
  if (!(seconds > 0)) return "0 ns";
  std::size_t unit = 0;
  // 0.9996 of a unit has three digits as 1.
  while (unit + 1 < kUnits.size() && seconds / kUnits[unit].seconds < 0.9995) ++unit;
  return with_three_digits(seconds / kUnits[unit].seconds) + " " + kUnits[unit].name;
}

std::string notebook_cpu_line(const RunTimes& times) {
  return "CPU times: user " + notebook_duration(times.user_s) +
         ", sys: " + notebook_duration(times.system_s) +
         ", total: " + notebook_duration(times.user_s + times.system_s);
}

std::string notebook_wall_line(const RunTimes& times) {
  return "Wall time: " + notebook_duration(times.wall_s);
}

}  // namespace hilo
