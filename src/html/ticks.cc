#include "html/ticks.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "base/quantity_text.h"
#include "html/markup.h"
#include "report/display.h"

namespace hilo::html {
namespace {

constexpr std::string_view kMinus = "\u2212";
constexpr std::size_t kMaxColumns = 9;  // of a label, before what it shares is taken out
constexpr int kMaxDigits = 5;           // of a label beside which a power of ten stands

long double times_power_of_ten(long double value, int exponent) {
  return exponent >= 0 ? value * powl(10, exponent) : value / powl(10, -exponent);
}

// mantissa * 10^exponent
struct Step {
  std::int64_t mantissa = 1;
  int exponent = 0;

  long double value() const { return times_power_of_ten(mantissa, exponent); }
};

Step step_at_least(long double least) {
  const int exponent = static_cast<int>(std::floor(std::log10(least)));
  for (const std::int64_t mantissa : {1, 2, 5}) {
    const Step step = {mantissa, exponent};
    if (step.value() >= least * 0.999999L) return step;
  }
  return {1, exponent + 1};
}

std::string with_superscript(int exponent) {
  constexpr std::string_view kDigits[] = {"\u2070", "\u00b9", "\u00b2", "\u00b3", "\u2074",
                                          "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
  std::string text = "10";
  if (exponent < 0) text += "\u207b";
  for (const char digit : std::to_string(std::abs(exponent))) text += kDigits[digit - '0'];
  return text;
}

// digits * 10^exponent, in full. The exponent is small.
std::string fixed_text(std::int64_t digits, int exponent) {
  const std::int64_t magnitude = digits < 0 ? -digits : digits;
  std::string text = std::to_string(magnitude);
  std::string fraction;
  if (exponent < 0) {
    const auto decimals = static_cast<std::size_t>(-exponent);
    if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
    fraction = "." + text.substr(text.size() - decimals);
    text.resize(text.size() - decimals);
  } else if (magnitude != 0) {
    text.append(static_cast<std::size_t>(exponent), '0');
  }
  if (text.size() > 3 && text.size() < 19) text = count_text(std::stoll(text));
  return (digits < 0 ? std::string(kMinus) : std::string()) + text + fraction;
}

struct Labels {
  std::vector<std::string> texts;
  std::string note;
};

std::vector<std::string> fixed_texts(const std::vector<std::int64_t>& digits, int exponent) {
  std::vector<std::string> texts;
  for (const std::int64_t each : digits) texts.push_back(fixed_text(each, exponent));
  return texts;
}

std::size_t longest_of(const std::vector<std::string>& texts) {
  std::size_t longest = 0;
  for (const std::string& text : texts) longest = std::max(longest, report::display_width(text));
  return longest;
}

int count_digits(const std::vector<std::int64_t>& digits) {
  std::int64_t largest = 0;
  for (const std::int64_t each : digits) largest = std::max(largest, each < 0 ? -each : each);
  return static_cast<int>(std::to_string(largest).size());
}

Labels labels_of(const std::vector<std::int64_t>& digits, int exponent) {
  const int count = count_digits(digits);
  if (std::abs(exponent) < static_cast<int>(kMaxColumns) && count + exponent <= 7) {
    std::vector<std::string> texts = fixed_texts(digits, exponent);
    if (longest_of(texts) <= kMaxColumns) return {std::move(texts), ""};
  }
  if (count <= kMaxDigits) {
    return {fixed_texts(digits, 1 - count), "\u00d7 " + with_superscript(exponent + count - 1)};
  }
  std::vector<std::int64_t> rest;
  for (const std::int64_t each : digits) rest.push_back(each - digits.front());
  Labels labels = labels_of(rest, exponent);
  for (std::string& text : labels.texts) text.insert(0, "+");
  const long double first = times_power_of_ten(static_cast<long double>(digits.front()), exponent);
  labels.note = exact_text(static_cast<double>(first)) + " + \u2026 " + labels.note;
  while (labels.note.ends_with(' ')) labels.note.pop_back();
  return labels;
}

}  // namespace

std::size_t Ticks::longest() const { return longest_of(labels); }

Ticks nice_ticks(const Range& range, int at_most, double min_step) {
  const Step step = step_at_least(std::max<long double>(range.span() / at_most, min_step));
  const long double width = step.value();
  Ticks ticks;
  ticks.step = static_cast<double>(width);
  std::vector<std::int64_t> digits;
  const auto last = static_cast<std::int64_t>(std::floor(range.high / width + 1e-9L));
  for (auto i = static_cast<std::int64_t>(std::ceil(range.low / width - 1e-9L)); i <= last; ++i) {
    digits.push_back(i * step.mantissa);
    ticks.values.push_back(static_cast<double>(
        times_power_of_ten(static_cast<long double>(digits.back()), step.exponent)));
  }
  if (digits.empty()) return ticks;
  Labels labels = labels_of(digits, step.exponent);
  ticks.labels = std::move(labels.texts);
  ticks.note = std::move(labels.note);
  return ticks;
}

}  // namespace hilo::html
