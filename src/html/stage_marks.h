// What pictures of stages share: colours, textures and units of time.
#ifndef HILO_HTML_STAGE_MARKS_H_
#define HILO_HTML_STAGE_MARKS_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "hilo/profile.h"

namespace hilo::html {

// Workers that a picture shows, each for itself.
inline constexpr std::size_t kMaxWorkers = 64;

// "s0", ... : html/style.cc. Every other stage is striped as well, for eyes that mix colours up.
std::string stage_class(std::size_t stage);
bool is_striped(std::size_t stage);

void append_stage_legend(std::string& out);

// The heights of a worker's band, and from one to the next: many workers have low ones, so that a
// picture fits a page.
struct WorkerBand {
  double height;
  double pitch;
};

WorkerBand worker_band(std::size_t workers);

// The worker's name beside its band, whose top is at `y`.
void append_worker_name(std::string& out, const WorkerProfile& worker, const WorkerBand& band,
                        double y);

struct TimeUnit {
  double in_a_second;
  std::string_view name;
};

// In which some seconds are a number that is not too small.
TimeUnit time_unit(double seconds);

// An axis at the height `y` for so many seconds. `more` follows the unit in its title.
void append_time_axis(std::string& out, double seconds, double y, std::string_view more);

}  // namespace hilo::html

#endif  // HILO_HTML_STAGE_MARKS_H_
