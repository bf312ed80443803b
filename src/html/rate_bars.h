#ifndef HILO_HTML_RATE_BARS_H_
#define HILO_HTML_RATE_BARS_H_

#include <optional>
#include <string>
#include <vector>

#include "hilo/profile.h"

namespace hilo::html {

struct NamedRate {
  std::string name;
  std::optional<double> bytes_per_second;
  bool reached = false;  // by the run itself, not by the machine
};

// What the machine can do, beside `reached`, where that is not negative.
std::vector<NamedRate> rates_of(const Ceilings& ceilings, double reached);

// A bar for each rate that there is.
void append_rate_bars(std::string& out, const std::vector<NamedRate>& rates);

}  // namespace hilo::html

#endif  // HILO_HTML_RATE_BARS_H_
