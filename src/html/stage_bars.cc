#include "html/stage_bars.h"

#include <algorithm>

#include "base/quantity_text.h"
#include "html/append.h"
#include "html/label_layout.h"
#include "html/markup.h"
#include "html/plot.h"
#include "html/stage_marks.h"
#include "report/display.h"

namespace hilo::html {
namespace {

constexpr double kTop = 6;
constexpr double kAxisHeight = 42;
constexpr double kLineHeight = 16;
constexpr double kColumnWidth = 7.2;

class StageBars {
 public:
  StageBars(std::string& out, const Profile& profile)
      : out_(out),
        profile_(profile),
        shown_(std::min(profile.workers.size(), kMaxWorkers)),
        band_(worker_band(shown_)),
        longest_s_(profile.wall_s) {
    for (std::size_t i = 0; i < shown_; ++i) {
      longest_s_ = std::max(longest_s_, profile.workers[i].wall_s);
      name_columns_ = std::max(name_columns_, report::display_width(profile.workers[i].name));
    }
    if (longest_s_ <= 0) longest_s_ = 1e-6;
  }

  void write() {
    const double bottom = kTop + static_cast<double>(shown_) * band_.pitch;
    open_plot(out_, {"Seconds of each stage for each worker. " + profile_.verdict,
                     bottom + kAxisHeight, left_margin(name_columns_)});
    append_time_axis(out_, longest_s_, bottom, "");
    for (std::size_t i = 0; i < shown_; ++i) {
      append_worker(profile_.workers[i], kTop + static_cast<double>(i) * band_.pitch);
    }
    close_plot(out_);
  }

 private:
  void append_worker(const WorkerProfile& worker, double y) {
    append_worker_name(out_, worker, band_, y);
    out_ += "<g class=\"hits\">\n";
    double begin = 0;
    for (std::size_t stage = 0; stage < kStages; ++stage) {
      const double share = worker.stage_s[stage] / longest_s_;
      if (share > 0) append_segment(worker, stage, begin, share, y);
      begin += share;
    }
    out_ += "</g>\n";
  }

  void append_segment(const WorkerProfile& worker, std::size_t stage, double begin, double share,
                      double y) {
    const std::string place =
        fmt::format("x=\"{:.3f}%\" y=\"{}\" width=\"{:.3f}%\" height=\"{}\"", begin * 100,
                    coordinate(y), share * 100, coordinate(band_.height));
    append(out_, "<rect class=\"bar {}\" {}/>", stage_class(stage), place);
    if (is_striped(stage)) append(out_, "<rect class=\"striped\" {}/>", place);
    append_name(stage, begin, share, y);
    const double of_worker = worker.wall_s > 0 ? worker.stage_s[stage] / worker.wall_s : 0;
    append(out_, "<rect class=\"hit\" {}><title>{}\n{}: {}, {}</title></rect>\n", place,
           escaped(worker.name), stage_name(static_cast<Stage>(stage)),
           seconds_text(worker.stage_s[stage]), share_text(of_worker));
  }

  // In the bar, where it has room.
  void append_name(std::size_t stage, double begin, double share, double y) {
    const std::string_view name = stage_name(static_cast<Stage>(stage));
    const double width = kColumnWidth * static_cast<double>(name.size()) + 8;
    if (band_.height < kLineHeight || width > share * kWideWidth || is_striped(stage)) return;
    append(out_,
           "<text class=\"in-bar {}{}\" x=\"{:.3f}%\" dx=\"6\" y=\"{}\" dy=\".32em\">{}</text>",
           stage_class(stage), width > share * kNarrowWidth ? " wide" : "", begin * 100,
           coordinate(y + band_.height / 2), name);
  }

  std::string& out_;
  const Profile& profile_;
  std::size_t shown_;
  WorkerBand band_;
  double longest_s_;
  std::size_t name_columns_ = 4;
};

}  // namespace

void append_stage_bars(std::string& out, const Profile& profile) {
  StageBars(out, profile).write();
}

}  // namespace hilo::html
