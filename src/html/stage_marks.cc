#include "html/stage_marks.h"

#include "html/append.h"
#include "html/markup.h"
#include "html/plot.h"
#include "html/scale.h"
#include "html/ticks.h"

namespace hilo::html {

std::string stage_class(std::size_t stage) { return "s" + std::to_string(stage); }

bool is_striped(std::size_t stage) {
  return stage % 2 == 1 && stage != static_cast<std::size_t>(Stage::idle);
}

void append_stage_legend(std::string& out) {
  out += "<ul class=\"legend\">\n";
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    std::string sample;
    append(sample, "<rect x=\"1\" y=\"1\" width=\"22\" height=\"12\" class=\"{}\"/>",
           stage_class(stage));
    if (is_striped(stage)) {
      sample += "<rect x=\"1\" y=\"1\" width=\"22\" height=\"12\" class=\"striped\"/>";
    }
    append_legend_entry(out, {sample, std::string(stage_name(static_cast<Stage>(stage)))});
  }
  out += "</ul>\n";
}

WorkerBand worker_band(std::size_t workers) {
  if (workers <= 10) return {26, 34};
  if (workers <= 25) return {18, 24};
  return {10, 12};
}

void append_worker_name(std::string& out, const WorkerProfile& worker, const WorkerBand& band,
                        double y) {
  append(out,
         "<text class=\"tick{}\" x=\"-8\" y=\"{}\" dy=\".32em\" text-anchor=\"end\">{}</text>\n",
         band.pitch < 16 ? " small" : "", coordinate(y + band.height / 2), escaped(worker.name));
}

TimeUnit time_unit(double seconds) {
  if (seconds >= 1) return {1, "seconds"};
  if (seconds >= 1e-3) return {1e3, "milliseconds"};
  return {1e6, "microseconds"};
}

void append_time_axis(std::string& out, double seconds, double y, std::string_view more) {
  const TimeUnit unit = time_unit(seconds);
  const Range range = {0, seconds * unit.in_a_second};
  append_x_axis(out, nice_ticks(range, 8), Scale(range, 0, 1), y);
  append(out,
         "<line class=\"axis\" x2=\"100%\" y1=\"{0}\" y2=\"{0}\"/>"
         "<text class=\"tick\" x=\"50%\" y=\"{1}\" text-anchor=\"middle\">{2}{3}</text>\n",
         coordinate(y), coordinate(y + 36), unit.name, more);
}

}  // namespace hilo::html
