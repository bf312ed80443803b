#include "compare/scaling_charts.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "base/quantity_text.h"
#include "html/line_chart.h"
#include "html/page.h"

namespace hilo {
namespace {

using html::LineChart;
using html::LinePoint;
using html::LineSeries;

constexpr double kGiga = 1e9;
constexpr int kIdealPoints = 64;

bool is_curve(const Candidate& candidate, bool cold) {
  return candidate.cold == cold && !candidate.notebook && candidate.failure.empty() &&
         candidate.median.wall_s > 0;
}

// By way, in the order in which they first come.
std::vector<LineSeries> series_of(const Comparison& comparison, bool cold,
                                  LinePoint (*point)(const Comparison&, const Candidate&)) {
  std::vector<LineSeries> all;
  for (const Candidate& candidate : comparison.candidates) {
    if (!is_curve(candidate, cold)) continue;
    auto found = std::find_if(all.begin(), all.end(), [&](const LineSeries& series) {
      return series.name == candidate.way;
    });
    if (found == all.end()) {
      all.push_back({candidate.way, {}, false});
      found = std::prev(all.end());
    }
    found->points.push_back(point(comparison, candidate));
  }
  for (LineSeries& series : all) {
    std::stable_sort(series.points.begin(), series.points.end(),
                     [](const LinePoint& a, const LinePoint& b) { return a.x < b.x; });
  }
  return all;
}

LinePoint rate_point(const Comparison& comparison, const Candidate& candidate) {
  const double bytes = static_cast<double>(comparison.bytes) / kGiga;
  LinePoint point = {
      static_cast<double>(candidate.workers), candidate.bytes_per_second / kGiga, 0, 0,
      count_text(candidate.workers, "worker") + ": " + rate_text(candidate.bytes_per_second) +
          ", " + seconds_text(candidate.median.wall_s)};
  point.low = point.high = point.y;
  for (const RunTimes& round : candidate.rounds) {
    if (round.wall_s <= 0) continue;
    point.low = std::min(point.low, bytes / round.wall_s);
    point.high = std::max(point.high, bytes / round.wall_s);
  }
  if (candidate.speedup) {
    point.text += "\n" + factor_text(*candidate.speedup) + " times as fast as serial";
  }
  return point;
}

LinePoint efficiency_point(const Comparison&, const Candidate& candidate) {
  const double efficiency = candidate.efficiency.value_or(0) * 100;
  return {static_cast<double>(candidate.workers), efficiency, efficiency, efficiency,
          count_text(candidate.workers, "worker") + ": " +
              share_text(candidate.efficiency.value_or(0))};
}

std::vector<double> workers_of(const std::vector<LineSeries>& all) {
  std::set<double> workers;
  for (const LineSeries& series : all) {
    for (const LinePoint& point : series.points) workers.insert(point.x);
  }
  return {workers.begin(), workers.end()};
}

// The rate of one worker: serial, or the slowest way there is with one.
std::optional<double> rate_of_one(const Comparison& comparison, bool cold) {
  std::optional<double> rate;
  for (const Candidate& candidate : comparison.candidates) {
    if (!is_curve(candidate, cold) || candidate.workers != 1) continue;
    if (candidate.way == "serial") return candidate.bytes_per_second / kGiga;
    rate = std::min(rate.value_or(candidate.bytes_per_second / kGiga),
                    candidate.bytes_per_second / kGiga);
  }
  return rate;
}

// A straight line, which bends where the axis is logarithmic.
LineSeries ideal(double one, double most) {
  LineSeries series = {"ideal: n workers, n times as fast", {}, true};
  for (int i = 0; i <= kIdealPoints; ++i) {
    const double workers = std::pow(most, static_cast<double>(i) / kIdealPoints);
    series.points.push_back({workers, one * workers, 0, 0, ""});
  }
  return series;
}

LineSeries ceiling(const Comparison& comparison, bool cold, const std::vector<double>& workers) {
  LineSeries series = {
      cold ? "ceiling: cold reading alone" : "ceiling: reading from page cache alone", {}, true};
  for (const Ceilings& each : comparison.ceilings) {
    const std::optional<double>& rate = cold ? each.cold_reading : each.page_cache;
    if (!rate || each.workers < workers.front() || each.workers > workers.back()) continue;
    series.points.push_back({static_cast<double>(each.workers), *rate / kGiga, 0, 0, ""});
  }
  std::stable_sort(series.points.begin(), series.points.end(),
                   [](const LinePoint& a, const LinePoint& b) { return a.x < b.x; });
  return series;
}

void append_rates(std::string& out, const Comparison& comparison, bool cold) {
  LineChart chart;
  chart.series = series_of(comparison, cold, rate_point);
  if (chart.series.empty()) return;
  chart.x_values = workers_of(chart.series);
  const LineSeries limit = ceiling(comparison, cold, chart.x_values);
  double most = 0;
  for (const LineSeries& series : chart.series) {
    for (const LinePoint& point : series.points) most = std::max(most, point.high);
  }
  for (const LinePoint& point : limit.points) most = std::max(most, point.y);
  std::vector<LineSeries> references;
  if (const auto one = rate_of_one(comparison, cold); one && chart.x_values.size() > 1) {
    references.push_back(ideal(*one, chart.x_values.back()));
    most = std::max(most, std::min(*one * chart.x_values.back(), most * 1.3));
  }
  if (!limit.points.empty()) references.push_back(limit);
  chart.series.insert(chart.series.begin(), references.begin(), references.end());
  chart.y = {0, most * 1.06};
  const std::string warmth = cold ? "cold" : "warm";
  chart.label = "Rate against the number of workers, files " + warmth;
  chart.x_title = "workers";
  chart.y_title = "GB/s";
  html::begin_figure(
      out, "Rate, files " + warmth,
      "The median of the rounds; thin lines reach from the slowest round to the fastest.");
  html::append_line_chart(out, chart);
  html::end_figure(out);
}

void append_efficiency(std::string& out, const Comparison& comparison, bool cold) {
  LineChart chart;
  chart.series = series_of(comparison, cold, efficiency_point);
  const bool known = std::any_of(
      comparison.candidates.begin(), comparison.candidates.end(), [&](const Candidate& candidate) {
        return is_curve(candidate, cold) && candidate.efficiency && candidate.workers > 1;
      });
  if (!known) return;
  chart.x_values = workers_of(chart.series);
  double most = 100;
  for (const LineSeries& series : chart.series) {
    for (const LinePoint& point : series.points) most = std::max(most, point.y);
  }
  LineSeries all = {"ideal: every worker counts", {}, true};
  for (const double workers : chart.x_values) all.points.push_back({workers, 100, 0, 0, ""});
  chart.series.insert(chart.series.begin(), all);
  chart.y = {0, most * 1.06};
  const std::string warmth = cold ? "cold" : "warm";
  chart.label = "Efficiency against the number of workers, files " + warmth;
  chart.x_title = "workers";
  chart.y_title = "% of what as many serial runs would do";
  html::begin_figure(out, "Efficiency, files " + warmth,
                     "The speedup over one serial run, divided by the number of workers.");
  html::append_line_chart(out, chart);
  html::end_figure(out);
}

}  // namespace

void append_scaling_charts(std::string& out, const Comparison& comparison) {
  for (const bool cold : {false, true}) {
    out += "<div class=\"pair\">\n";
    append_rates(out, comparison, cold);
    append_efficiency(out, comparison, cold);
    out += "</div>\n";
  }
}

}  // namespace hilo
