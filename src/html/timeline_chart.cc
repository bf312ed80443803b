#include "html/timeline_chart.h"

#include <algorithm>

#include "base/quantity_text.h"
#include "html/append.h"
#include "html/markup.h"
#include "html/plot.h"
#include "html/stage_marks.h"
#include "report/display.h"

namespace hilo::html {
namespace {

constexpr double kTop = 6;
constexpr double kAxisHeight = 42;
constexpr std::size_t kMaxColumns = 200;  // of a worker
constexpr std::size_t kMaxMarks = 3000;   // of all

double sum(const StageSeconds& seconds) {
  double all = 0;
  for (const double each : seconds) all += each;
  return all;
}

class TimelineChart {
 public:
  TimelineChart(std::string& out, const Profile& profile)
      : out_(out),
        profile_(profile),
        shown_(std::min(profile.workers.size(), kMaxWorkers)),
        band_(worker_band(shown_)) {
    std::size_t intervals = 1;
    for (std::size_t i = 0; i < shown_; ++i) {
      intervals = std::max(intervals, profile.workers[i].timeline.size());
      name_columns_ = std::max(name_columns_, report::display_width(profile.workers[i].name));
    }
    const std::size_t columns = std::min(kMaxColumns, std::max<std::size_t>(kMaxMarks / shown_, 1));
    every_ = (intervals + columns - 1) / columns;
    columns_ = (intervals + every_ - 1) / every_;
    column_s_ = profile.interval_s * static_cast<double>(every_);
  }

  void write() {
    const double bottom = kTop + static_cast<double>(shown_) * band_.pitch;
    open_plot(out_, {"What each worker did when, in intervals of " + seconds_text(column_s_),
                     bottom + kAxisHeight, left_margin(name_columns_)});
    append_time_axis(out_, column_s_ * static_cast<double>(columns_), bottom,
                     " since the run began");
    for (std::size_t i = 0; i < shown_; ++i) {
      append_worker(profile_.workers[i], kTop + static_cast<double>(i) * band_.pitch);
    }
    close_plot(out_);
  }

 private:
  void append_worker(const WorkerProfile& worker, double y) {
    append_worker_name(out_, worker, band_, y);
    const std::vector<StageSeconds> timeline = coarser_timeline(worker.timeline, every_);
    open_data(out_, y, band_.height);
    append_stacks(timeline);
    append_hits(worker, timeline);
    close_data(out_);
  }

  double width() const { return kDataWidth / static_cast<double>(columns_); }

  void append_stacks(const std::vector<StageSeconds>& timeline) {
    std::array<SvgPath, kStages> paths;
    for (std::size_t column = 0; column < timeline.size(); ++column) {
      double y = band_.height;
      for (std::size_t stage = 0; stage < kStages; ++stage) {
        const double height = timeline[column][stage] / column_s_ * band_.height;
        if (height < 0.05) continue;
        y -= height;
        paths[stage].rectangle(static_cast<double>(column) * width(), y, width(), height);
      }
    }
    for (std::size_t stage = 0; stage < kStages; ++stage) {
      append_path(out_, stage_class(stage), paths[stage]);
      if (is_striped(stage)) append_path(out_, "striped", paths[stage]);
    }
  }

  void append_hits(const WorkerProfile& worker, const std::vector<StageSeconds>& timeline) {
    out_ += "<g class=\"hits\">\n";
    for (std::size_t column = 0; column < timeline.size(); ++column) {
      const double all = sum(timeline[column]);
      if (all <= 0) continue;
      std::string text = escaped(worker.name);
      append(text, ", from {}\n", seconds_text(static_cast<double>(column) * column_s_));
      std::string_view separator;
      for (std::size_t stage = 0; stage < kStages; ++stage) {
        const double share = timeline[column][stage] / all;
        if (share < 0.0005) continue;
        append(text, "{}{} {}", separator, stage_name(static_cast<Stage>(stage)),
               share_text(share));
        separator = ", ";
      }
      append_hit(out_, static_cast<double>(column) * width(), width(), 0, band_.height, text);
    }
    out_ += "</g>\n";
  }

  std::string& out_;
  const Profile& profile_;
  std::size_t shown_;
  WorkerBand band_;
  std::size_t name_columns_ = 4;
  std::size_t every_ = 1;
  std::size_t columns_ = 1;
  double column_s_ = 0;
};

}  // namespace

std::vector<StageSeconds> coarser_timeline(const std::vector<StageSeconds>& timeline,
                                           std::size_t every) {
  std::vector<StageSeconds> coarser((timeline.size() + every - 1) / every);
  for (std::size_t i = 0; i < timeline.size(); ++i) {
    for (std::size_t stage = 0; stage < kStages; ++stage) {
      coarser[i / every][stage] += timeline[i][stage];
    }
  }
  return coarser;
}

bool has_timeline(const Profile& profile) {
  return profile.interval_s > 0 &&
         std::any_of(profile.workers.begin(), profile.workers.end(),
                     [](const WorkerProfile& worker) { return !worker.timeline.empty(); });
}

void append_timeline(std::string& out, const Profile& profile) {
  if (has_timeline(profile)) TimelineChart(out, profile).write();
}

}  // namespace hilo::html
