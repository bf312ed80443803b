#ifndef HILO_HTML_TIMELINE_CHART_H_
#define HILO_HTML_TIMELINE_CHART_H_

#include <cstddef>
#include <string>
#include <vector>

#include "hilo/profile.h"

namespace hilo::html {

// Intervals of a timeline, `every` of them put together. Seconds stay seconds.
std::vector<StageSeconds> coarser_timeline(const std::vector<StageSeconds>& timeline,
                                           std::size_t every);

// What each worker did when: a band for each, in which each interval is a stack of its stages.
// Nothing where there are no timelines.
void append_timeline(std::string& out, const Profile& profile);

bool has_timeline(const Profile& profile);

}  // namespace hilo::html

#endif  // HILO_HTML_TIMELINE_CHART_H_
