// The pieces that the JSON formats are made of.
#ifndef HILO_REPORT_JSON_TEXT_H_
#define HILO_REPORT_JSON_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hilo/error.h"
#include "hilo/stats.h"

namespace hilo::report {

// A quoted string. Control characters, C1 ones included, are escaped. A byte XX that is not part
// of well-formed UTF-8 becomes the lone surrogate \udcXX, as Python's "surrogateescape" has it, so
// that a name of any bytes can be recovered: os.fsencode(key) in Python.
void append_json_string(std::string& out, std::string_view bytes);

// [1, 2, 3]
void append_json_shape(std::string& out, const std::vector<std::int64_t>& shape);

// {"key": ..., "files": ..., "dtype": ..., "shape": ..., "size": ..., ..., "std": ...}
void append_json_group(std::string& out, const Row& row);

// {"files": ..., "size": ..., ..., "std": ...}
void append_json_total(std::string& out, std::int64_t files, const Summary& total);

// {"found": ..., "included": ..., "failed": ...}
void append_json_counts(std::string& out, const FileCounts& counts);

// {"path": ..., "code": ..., "message": ...}
void append_json_error(std::string& out, const Error& error);

// [{...}, {...}]
void append_json_errors(std::string& out, const std::vector<Error>& errors,
                        std::string_view separator);

// "expr": ..., "where": ..., each followed by `separator`; nothing for what is empty.
void append_json_transform(std::string& out, const StatsResult& result, std::string_view separator);

// "schema": "SCHEMA", "version": "0.1.0"
void append_json_schema(std::string& out, std::string_view schema);

}  // namespace hilo::report

#endif  // HILO_REPORT_JSON_TEXT_H_
