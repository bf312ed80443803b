// A profile in the JSON formats.
#ifndef HILO_REPORT_PROFILE_JSON_H_
#define HILO_REPORT_PROFILE_JSON_H_

#include <string>

#include "hilo/profile.h"

namespace hilo::report {

// {"verdict": ..., "cause": ..., ...}, its parts divided by `separator`; docs/formats/report.md.
void append_json_profile(std::string& out, const Profile& profile, std::string_view separator);

// {"workers": ..., "memory_copy": ..., "page_cache": ..., "cold_reading": ..., "kernel": ...}
void append_json_ceilings(std::string& out, const Ceilings& ceilings);

}  // namespace hilo::report

#endif  // HILO_REPORT_PROFILE_JSON_H_
