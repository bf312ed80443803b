// What the end of a run says: the totals, and what failed.
#ifndef HILO_HTML_RESULT_SECTIONS_H_
#define HILO_HTML_RESULT_SECTIONS_H_

#include <string>
#include <vector>

#include "hilo/stats.h"

namespace hilo::html {

// "complete: all 10,000 inputs included", and what else there is.
std::string state_text(const StatsResult& result);

void append_totals(std::string& out, const StatsResult& result);
void append_failures(std::string& out, const std::vector<Error>& errors);

}  // namespace hilo::html

#endif  // HILO_HTML_RESULT_SECTIONS_H_
