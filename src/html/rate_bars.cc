#include "html/rate_bars.h"

#include <algorithm>

#include "base/quantity_text.h"
#include "html/append.h"
#include "html/markup.h"
#include "html/plot.h"

namespace hilo::html {
namespace {

constexpr double kTop = 4;
constexpr double kBar = 20;
constexpr double kPitch = 28;
constexpr double kLongest = 0.62;  // of the width: a number stands behind the bar

}  // namespace

std::vector<NamedRate> rates_of(const Ceilings& ceilings, double reached) {
  std::vector<NamedRate> rates;
  if (reached >= 0) rates.push_back({"this run", reached, true});
  rates.push_back({"cold reading", ceilings.cold_reading});
  rates.push_back({"page cache", ceilings.page_cache});
  rates.push_back({"memory copy", ceilings.memory_copy});
  rates.push_back({"kernel", ceilings.kernel});
  std::erase_if(rates, [](const NamedRate& rate) { return !rate.bytes_per_second; });
  return rates;
}

void append_rate_bars(std::string& out, const std::vector<NamedRate>& rates) {
  double largest = 1;
  for (const NamedRate& rate : rates) largest = std::max(largest, *rate.bytes_per_second);
  const double height = kTop + static_cast<double>(rates.size()) * kPitch;
  open_plot(out, {"Bytes per second, reached and possible", height, left_margin(12)});
  out += "<g class=\"hits\">\n";
  double y = kTop;
  for (const NamedRate& rate : rates) {
    const std::string text = rate_text(*rate.bytes_per_second);
    const double percent = *rate.bytes_per_second / largest * kLongest * 100;
    append(out,
           "<text class=\"tick\" x=\"-8\" y=\"{0}\" dy=\".32em\" text-anchor=\"end\">{1}</text>"
           "<rect class=\"{2}\" y=\"{3}\" width=\"{4:.2f}%\" height=\"{5}\"/>"
           "<text x=\"{4:.2f}%\" dx=\"6\" y=\"{0}\" dy=\".32em\">{6}</text>"
           "<rect class=\"hit\" y=\"{3}\" width=\"100%\" height=\"{5}\"><title>{1}: "
           "{6}</title></rect>\n",
           coordinate(y + kBar / 2), escaped(rate.name), rate.reached ? "rate reached" : "rate",
           coordinate(y), percent, coordinate(kBar), text);
    y += kPitch;
  }
  out += "</g>\n";
  close_plot(out);
}

}  // namespace hilo::html
