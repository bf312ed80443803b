#ifndef HILO_HTML_OUTLIER_SECTION_H_
#define HILO_HTML_OUTLIER_SECTION_H_

#include <string>

#include "html/rows_picture.h"

namespace hilo::html {

// How outliers are told, and which there are: the furthest of them in a table.
void append_outliers(std::string& out, const RowsPicture& picture);

// The rows that have no place in a picture, with what they have for a mean. Nothing without any.
void append_placeless(std::string& out, const RowsPicture& picture);

}  // namespace hilo::html

#endif  // HILO_HTML_OUTLIER_SECTION_H_
