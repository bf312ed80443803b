#include "base/quantity_text.h"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>

namespace hilo {
namespace {

// "1h 1s"
std::string long_duration(double seconds) {
  struct Part {
    std::int64_t seconds;
    const char* name;
  };
  constexpr Part kParts[] = {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};
  auto left = static_cast<std::int64_t>(seconds);
  std::string text;
  for (const Part& part : kParts) {
    const std::int64_t count = left / part.seconds;
    left %= part.seconds;
    if (count > 0) text += (text.empty() ? "" : " ") + std::to_string(count) + part.name;
  }
  return text;
}

}  // namespace

std::string bytes_text(double bytes) {
  constexpr const char* kUnits[] = {" kB", " MB", " GB", " TB", " PB"};
  if (bytes < 1000) return fmt::format("{:.0f} B", bytes);
  std::size_t unit = 0;
  // 999.95 would be printed as 1000.0
  for (bytes /= 1000; bytes >= 999.95 && unit + 1 < std::size(kUnits); bytes /= 1000) ++unit;
  return fmt::format("{:.1f}{}", bytes, kUnits[unit]);
}

std::string rate_text(double bytes_per_second) {
  constexpr const char* kUnits[] = {"B/s", "kB/s", "MB/s", "GB/s", "TB/s"};
  std::size_t unit = 0;
  // 999.5 would be printed as 1000
  for (; bytes_per_second >= 999.5 && unit + 1 < std::size(kUnits); bytes_per_second /= 1000)
    ++unit;
  const int decimals = unit == 0 || bytes_per_second >= 99.95 ? 0
                       : bytes_per_second >= 9.995            ? 1
                                                              : 2;
  return fmt::format("{:.{}f} {}", bytes_per_second, decimals, kUnits[unit]);
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

std::string count_text(std::int64_t count, std::string_view thing) {
  return count_text(count) + " " + std::string(thing) + (count == 1 ? "" : "s");
}

std::string gigabytes_text(double bytes) {
  const double value = bytes / 1e9;
  if (value > 0 && value < 0.9995) return fmt::format("{:#.3g}", value);
  return fmt::format("{:.{}f}", value, value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2);
}

std::string factor_text(double factor) { return fmt::format("{:.2f}", factor); }

std::string seconds_text(double seconds) {
  if (seconds >= 60) return long_duration(seconds);
  if (!(seconds > 0)) return "0 ns";
  constexpr const char* kUnits[] = {"s", "ms", "\u03bcs", "ns"};
  std::size_t unit = 0;
  double scaled = seconds;
  // 999.5 us would be printed as 1e+03 us
  for (; scaled < 0.9995 && unit + 1 < std::size(kUnits); scaled *= 1000) ++unit;
  return fmt::format("{:.3g} {}", scaled, kUnits[unit]);
}

}  // namespace hilo
