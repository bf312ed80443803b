#include "base/quantity_text.h"

#include <array>
#include <cstddef>
#include <cstdio>

namespace hilo {
namespace {

std::string printed(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

}  // namespace

std::string percent_text(double share) { return printed("%.0f %%", 100 * share); }

std::string factor_text(double factor) { return printed("%.2f", factor); }

std::string bytes_text(double bytes) {
  constexpr std::array kUnits = {" kB", " MB", " GB", " TB", " PB"};
  if (bytes < 1000) return printed("%.0f B", bytes);
  std::size_t unit = 0;
  // 999.95 would be printed as 1000.0
  for (bytes /= 1000; bytes >= 999.95 && unit + 1 < kUnits.size(); bytes /= 1000) ++unit;
  return printed("%.1f", bytes) + kUnits[unit];
}

std::string gigabytes_text(double bytes) {
  const double value = bytes / 1e9;
  return printed(value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : "%.2f", value);
}

std::string rate_text(double bytes_per_second) {
  return gigabytes_text(bytes_per_second) + " GB/s";
}

std::string count_text(std::int64_t count, const char* thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

}  // namespace hilo
