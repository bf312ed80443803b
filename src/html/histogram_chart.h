#ifndef HILO_HTML_HISTOGRAM_CHART_H_
#define HILO_HTML_HISTOGRAM_CHART_H_

#include <string>

#include "html/row_analysis.h"
#include "html/row_log.h"
#include "html/row_words.h"

namespace hilo::html {

// How the means are distributed: a figure, and its table.
void append_histogram(std::string& out, const RowLog& rows, const RowAnalysis& analysis,
                      const RowNoun& noun);

}  // namespace hilo::html

#endif  // HILO_HTML_HISTOGRAM_CHART_H_
