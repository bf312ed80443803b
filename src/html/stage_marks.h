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

struct TimeUnit {
  double in_a_second;
  std::string_view name;
};

// In which some seconds are a number that is not too small.
TimeUnit time_unit(double seconds);

}  // namespace hilo::html

#endif  // HILO_HTML_STAGE_MARKS_H_
