#include "compare/wall_time_bars.h"

#include <algorithm>
#include <vector>

#include "base/quantity_text.h"
#include "compare/comparison_text.h"
#include "html/append.h"
#include "html/markup.h"
#include "html/page.h"
#include "html/plot.h"

namespace hilo {
namespace {

using html::append;
using html::coordinate;
using html::escaped;

constexpr double kNameHeight = 18;
constexpr double kBar = 14;
constexpr double kPitch = 42;
constexpr double kLongest = 0.75;  // of the width: a time stands behind the bar

// Each way once, warm and cold, with as many workers as it is fastest with.
std::vector<const Candidate*> fastest_of_each(const std::vector<Candidate>& candidates) {
  std::vector<const Candidate*> shown;
  for (const Candidate& candidate : candidates) {
    const auto same = std::find_if(shown.begin(), shown.end(), [&](const Candidate* other) {
      return other->way == candidate.way && other->cold == candidate.cold;
    });
    if (same == shown.end()) {
      shown.push_back(&candidate);
    } else if (candidate.failure.empty() &&
               (!(*same)->failure.empty() || candidate.median.wall_s < (*same)->median.wall_s)) {
      *same = &candidate;
    }
  }
  return shown;
}

void append_bar(std::string& out, const Candidate& candidate, double longest_s, double y) {
  const std::string name = escaped(candidate_name(candidate));
  append(out, "<text y=\"{}\">{}</text>\n", coordinate(y + 12), name);
  const double bar_y = y + kNameHeight;
  if (!candidate.failure.empty()) {
    append(out,
           "<use href=\"#cross\" class=\"failed\" x=\"6\" y=\"{0}\"/>"
           "<text x=\"18\" y=\"{0}\" dy=\".32em\" class=\"failed\">failed</text>\n"
           "<rect class=\"hit\" y=\"{1}\" width=\"100%\" height=\"{2}\"><title>{3}\nfailed: "
           "{4}</title></rect>\n",
           coordinate(bar_y + kBar / 2), coordinate(y), coordinate(kPitch - 4), name,
           escaped(candidate.failure));
    return;
  }
  const std::string time = seconds_text(candidate.median.wall_s);
  append(out,
         "<rect class=\"rate {0}\" y=\"{1}\" width=\"{2:.2f}%\" height=\"{3}\"/>"
         "<text x=\"{2:.2f}%\" dx=\"6\" y=\"{4}\" dy=\".32em\">{5}</text>\n"
         "<rect class=\"hit\" y=\"{6}\" width=\"100%\" height=\"{7}\"><title>{8}\n{5}, "
         "{9}</title></rect>\n",
         candidate.notebook ? "" : "reached", coordinate(bar_y),
         candidate.median.wall_s / longest_s * kLongest * 100, coordinate(kBar),
         coordinate(bar_y + kBar / 2), time, coordinate(y), coordinate(kPitch - 4), name,
         rate_text(candidate.bytes_per_second));
}

}  // namespace

void append_wall_time_bars(std::string& out, const Comparison& comparison) {
  const std::vector<const Candidate*> shown = fastest_of_each(comparison.candidates);
  if (shown.empty()) return;
  double longest_s = 1e-9;
  for (const Candidate* each : shown) {
    if (each->failure.empty()) longest_s = std::max(longest_s, each->median.wall_s);
  }
  html::begin_figure(
      out, "Wall time of each way",
      "With as many workers as it is fastest with; the median of the rounds, shorter is "
      "better. Ways of the lecture\u2019s notebook are grey.");
  html::open_plot(out, {"Wall time of each way", static_cast<double>(shown.size()) * kPitch, 0});
  out += "<g class=\"hits\">\n";
  double y = 0;
  for (const Candidate* each : shown) {
    append_bar(out, *each, longest_s, y);
    y += kPitch;
  }
  out += "</g>\n";
  html::close_plot(out);
  html::end_figure(out);
}

}  // namespace hilo
