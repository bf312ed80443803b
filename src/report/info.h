// What headers say, as text.
#ifndef HILO_REPORT_INFO_H_
#define HILO_REPORT_INFO_H_

#include <string>
#include <utility>
#include <vector>

#include "hilo/array_info.h"
#include "hilo/error.h"

namespace hilo::report {

using NamedInfo = std::pair<std::string, ArrayInfo>;  // the path as it was given

// Aligned columns; `color` makes the header bold.
std::string info_table(const std::vector<NamedInfo>& files, bool color);

// {"schema": "hilo.info/1", "version": ..., "files": [...], "errors": [...]}, a file a line.
std::string info_json(const std::vector<NamedInfo>& files, const std::vector<Error>& errors);

}  // namespace hilo::report

#endif  // HILO_REPORT_INFO_H_
