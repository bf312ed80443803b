// The picture of all rows in order: mean and standard deviation together, and each by itself.
#ifndef HILO_HTML_ROWS_CHART_H_
#define HILO_HTML_ROWS_CHART_H_

#include <string>

#include "html/rows_picture.h"

namespace hilo::html {

void append_rows_chart(std::string& out, const RowsPicture& picture);

}  // namespace hilo::html

#endif  // HILO_HTML_ROWS_CHART_H_
