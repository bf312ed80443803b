#ifndef HILO_HTML_OUTLIER_MARKS_H_
#define HILO_HTML_OUTLIER_MARKS_H_

#include <string>
#include <vector>

#include "html/rows_picture.h"

namespace hilo::html {

// The outliers from the furthest on, by the greater of their two distances.
std::vector<std::size_t> outliers_by_distance(const RowLog& rows, const RowAnalysis& analysis);

// In the data of a panel: those that are too many to have marks of their own, as dots.
void append_outlier_dots(std::string& out, const RowsPicture& picture, const Panel& panel);

// Diamonds; triangles at the edge for what is beyond it.
void append_outlier_symbols(std::string& out, const RowsPicture& picture, const Panel& panel);

// Names of those that are outliers by the panel's column, as many as have room.
void append_outlier_labels(std::string& out, const RowsPicture& picture, const Panel& panel);

// What can be pointed at: each in the panel that shows why it is an outlier. `stds` may be null.
void append_outlier_hits(std::string& out, const RowsPicture& picture, const Panel& means,
                         const Panel* stds);

}  // namespace hilo::html

#endif  // HILO_HTML_OUTLIER_MARKS_H_
