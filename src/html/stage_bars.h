#ifndef HILO_HTML_STAGE_BARS_H_
#define HILO_HTML_STAGE_BARS_H_

#include <string>

#include "hilo/profile.h"

namespace hilo::html {

// The time of each worker, as a bar of stages.
void append_stage_bars(std::string& out, const Profile& profile);

}  // namespace hilo::html

#endif  // HILO_HTML_STAGE_BARS_H_
