// A profile for people.
#ifndef HILO_REPORT_PROFILE_TEXT_H_
#define HILO_REPORT_PROFILE_TEXT_H_

#include <cstddef>
#include <string>

#include "hilo/profile.h"

namespace hilo::report {

// Some lines, each with a line end, none wider than `width` where that is at least 60, without
// control bytes: a table of the stages, the machine's ceilings, and the verdict.
std::string profile_text(const Profile& profile, std::size_t width = 80);

}  // namespace hilo::report

#endif  // HILO_REPORT_PROFILE_TEXT_H_
