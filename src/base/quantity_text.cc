#include "base/quantity_text.h"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <iterator>

namespace hilo {

std::string bytes_text(double bytes) {
  constexpr const char* kUnits[] = {" kB", " MB", " GB", " TB", " PB"};
  if (bytes < 1000) return fmt::format("{:.0f} B", bytes);
  std::size_t unit = 0;
  // 999.95 would be printed as 1000.0
  for (bytes /= 1000; bytes >= 999.95 && unit + 1 < std::size(kUnits); bytes /= 1000) ++unit;
  return fmt::format("{:.1f}{}", bytes, kUnits[unit]);
}

std::string rate_text(double bytes_per_second) {
  // Small ones keep two digits.
  const double rate = bytes_per_second / 1e9;
  return rate >= 0.095 || rate <= 0 ? fmt::format("{:.2f} GB/s", rate)
                                    : fmt::format("{:.2g} GB/s", rate);
}

std::string share_text(double share) {
  const double percent = share * 100;
  return percent >= 9.95 || percent <= 0 ? fmt::format("{:.0f} %", percent)
                                         : fmt::format("{:.1f} %", percent);
}

std::string count_text(std::int64_t count) {
  std::string text = fmt::format("{}", count);
  const std::size_t first = count < 0 ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3;) text.insert(at -= 3, 1, ',');
  return text;
}

std::string seconds_text(double seconds) {
  if (seconds >= 60) {
    const auto whole = static_cast<std::int64_t>(seconds);
    std::string text = fmt::format("{}min {}s", whole / 60 % 60, whole % 60);
    if (whole >= 3600) text.insert(0, fmt::format("{}h ", whole / 3600));
    return text;
  }
  constexpr const char* kUnits[] = {"s", "ms", "\u00b5s", "ns"};
  std::size_t unit = 0;
  double scaled = seconds;
  // 999.5 us would be printed as 1e+03 us
  for (; scaled < 0.9995 && unit + 1 < std::size(kUnits); scaled *= 1000) ++unit;
  return fmt::format("{:.3g} {}", scaled, kUnits[unit]);
}

}  // namespace hilo
