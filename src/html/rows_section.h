#ifndef HILO_HTML_ROWS_SECTION_H_
#define HILO_HTML_ROWS_SECTION_H_

#include <string>

#include "html/row_log.h"
#include "html/row_words.h"

namespace hilo::html {

// The rows in order, with outliers marked and named, what is to be listed of them, and how their
// means are distributed.
void append_rows(std::string& out, const RowLog& rows, const RowNoun& noun);

}  // namespace hilo::html

#endif  // HILO_HTML_ROWS_SECTION_H_
