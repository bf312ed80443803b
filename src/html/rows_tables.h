#ifndef HILO_HTML_ROWS_TABLES_H_
#define HILO_HTML_ROWS_TABLES_H_

#include <string>

#include "html/rows_picture.h"

namespace hilo::html {

// The marks of the picture as a table, shown on demand: of rows, or of bins of them.
void append_rows_tables(std::string& out, const RowsPicture& picture);

}  // namespace hilo::html

#endif  // HILO_HTML_ROWS_TABLES_H_
