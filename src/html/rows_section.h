#ifndef HILO_HTML_ROWS_SECTION_H_
#define HILO_HTML_ROWS_SECTION_H_

#include <string>

#include "html/row_analysis.h"
#include "html/row_log.h"
#include "html/row_words.h"

namespace hilo::html {

// The rows in order, with outliers marked and named, and what is to be listed of them.
void append_rows(std::string& out, const RowLog& rows, const RowAnalysis& analysis,
                 const RowNoun& noun);

}  // namespace hilo::html

#endif  // HILO_HTML_ROWS_SECTION_H_
