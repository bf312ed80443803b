#ifndef HILO_HTML_PROFILE_SECTION_H_
#define HILO_HTML_PROFILE_SECTION_H_

#include <string>

#include "hilo/profile.h"

namespace hilo::html {

// Where the time of a run went: the verdict, and what it rests on.
void append_profile(std::string& out, const Profile& profile);

}  // namespace hilo::html

#endif  // HILO_HTML_PROFILE_SECTION_H_
