#include "html/stage_marks.h"

#include "html/append.h"
#include "html/plot.h"

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

TimeUnit time_unit(double seconds) {
  if (seconds >= 1) return {1, "seconds"};
  if (seconds >= 1e-3) return {1e3, "milliseconds"};
  return {1e6, "microseconds"};
}

}  // namespace hilo::html
