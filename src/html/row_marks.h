#ifndef HILO_HTML_ROW_MARKS_H_
#define HILO_HTML_ROW_MARKS_H_

#include <string>

#include "html/rows_picture.h"

namespace hilo::html {

// The marks of rows that are no outliers, or of bins of them, in the data of a panel: dots, or a
// line of means in the range from the lowest to the highest.
void append_value_marks(std::string& out, const RowsPicture& picture, const Panel& panel);

// Likewise from mean - std to mean + std, with the means in it.
void append_bar_marks(std::string& out, const RowsPicture& picture, const Panel& panel);

}  // namespace hilo::html

#endif  // HILO_HTML_ROW_MARKS_H_
