#include "report/json_text.h"

#include "base/number_text.h"
#include "hilo/version.h"
#include "report/code_point.h"

namespace hilo::report {
namespace {

// JSON has no number for these.
constexpr NonFinite kJsonNonFinite = {"\"NaN\"", "\"Infinity\"", "\"-Infinity\""};

// Needs no escape, and is a character of its own.
bool is_plain(char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

void append_unicode_escape(std::string& out, unsigned value) {
  constexpr char kDigits[] = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(value >> shift) & 15];
}

void append_ascii_escape(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      append_unicode_escape(out, static_cast<unsigned char>(c));
  }
}

void append_name(std::string& out, std::string_view name) {
  out += ", \"";
  out += name;
  out += "\": ";
}

void append_field(std::string& out, std::string_view name, std::int64_t value) {
  append_name(out, name);
  append_integer(out, value);
}

template <typename T>
void append_field(std::string& out, std::string_view name, const std::optional<T>& value) {
  append_name(out, name);
  if (value) {
    append_number(out, *value, kJsonNonFinite);
  } else {
    out += "null";
  }
}

void append_summary(std::string& out, const Summary& summary) {
  append_field(out, "size", summary.size);
  append_field(out, "nan_count", summary.nan_count);
  append_field(out, "posinf_count", summary.posinf_count);
  append_field(out, "neginf_count", summary.neginf_count);
  append_field(out, "min", summary.min);
  append_field(out, "max", summary.max);
  append_field(out, "sum", summary.sum);
  append_field(out, "mean", summary.mean);
  append_field(out, "var", summary.var);
  append_field(out, "std", summary.std);
}

}  // namespace

void append_json_string(std::string& out, std::string_view bytes) {
  out += '"';
  while (!bytes.empty()) {
    std::size_t plain = 0;
    while (plain < bytes.size() && is_plain(bytes[plain])) ++plain;
    out += bytes.substr(0, plain);
    bytes.remove_prefix(plain);
    if (bytes.empty()) break;
    const CodePoint point = first_code_point(bytes);
    if (point.bytes == 0) {
      append_unicode_escape(out, 0xDC00u + static_cast<unsigned char>(bytes[0]));
    } else if (point.value < 0x80) {
      append_ascii_escape(out, bytes[0]);
    } else if (point.value < 0xA0) {
      append_unicode_escape(out, point.value);
    } else {
      out += bytes.substr(0, point.bytes);
    }
    bytes.remove_prefix(point.bytes == 0 ? 1 : point.bytes);
  }
  out += '"';
}

void append_json_shape(std::string& out, const std::vector<std::int64_t>& shape) {
  out += '[';
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (i > 0) out += ", ";
    append_integer(out, shape[i]);
  }
  out += ']';
}

void append_json_group(std::string& out, const Row& row) {
  out += "{\"key\": ";
  append_json_string(out, row.key);
  append_field(out, "files", row.files);
  append_name(out, "dtype");
  if (row.dtype) {
    append_json_string(out, to_string(*row.dtype));
  } else {
    out += "null";
  }
  append_name(out, "shape");
  if (row.shape) {
    append_json_shape(out, *row.shape);
  } else {
    out += "null";
  }
  append_summary(out, row.summary);
  out += '}';
}

void append_json_total(std::string& out, std::int64_t files, const Summary& total) {
  out += "{\"files\": ";
  append_integer(out, files);
  append_summary(out, total);
  out += '}';
}

void append_json_counts(std::string& out, const FileCounts& counts) {
  out += "{\"found\": ";
  append_integer(out, counts.found);
  append_field(out, "included", counts.included);
  append_field(out, "failed", counts.failed);
  out += '}';
}

void append_json_error(std::string& out, const Error& error) {
  out += "{\"path\": ";
  append_json_string(out, error.path);
  append_name(out, "code");
  append_json_string(out, error_code_name(error.code));
  append_name(out, "message");
  append_json_string(out, error.message);
  out += '}';
}

void append_json_errors(std::string& out, const std::vector<Error>& errors,
                        std::string_view separator) {
  out += '[';
  for (std::size_t i = 0; i < errors.size(); ++i) {
    if (i > 0) out += separator;
    append_json_error(out, errors[i]);
  }
  out += ']';
}

void append_json_transform(std::string& out, const StatsResult& result,
                           std::string_view separator) {
  const auto append = [&](std::string_view name, const std::string& text) {
    if (text.empty()) return;
    append_json_string(out, name);
    out += ": ";
    append_json_string(out, text);
    out += separator;
  };
  append("expr", result.expr);
  append("where", result.where);
}

void append_json_schema(std::string& out, std::string_view schema) {
  out += "\"schema\": ";
  append_json_string(out, schema);
  append_name(out, "version");
  append_json_string(out, version());
}

}  // namespace hilo::report
