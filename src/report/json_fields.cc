#include "report/json_fields.h"

#include <cmath>

#include "base/number_text.h"
#include "report/json_text.h"

namespace hilo::report {

JsonFields::JsonFields(std::string& out, std::string_view separator)
    : out_(out), separator_(separator) {
  out_ += '{';
}

std::string& JsonFields::name(std::string_view name) {
  if (!is_first_) out_ += separator_;
  is_first_ = false;
  append_json_string(out_, name);
  out_ += ": ";
  return out_;
}

void JsonFields::add(std::string_view field, std::string_view text) {
  append_json_string(name(field), text);
}

void JsonFields::add(std::string_view field, std::int64_t value) {
  append_integer(name(field), value);
}

void JsonFields::add(std::string_view field, double value) {
  name(field);
  std::isfinite(value) ? append_number(out_, value) : void(out_ += "null");
}

void JsonFields::add(std::string_view field, const std::optional<double>& value) {
  if (value) return add(field, *value);
  name(field) += "null";
}

void JsonFields::add_bool(std::string_view field, bool value) {
  name(field) += value ? "true" : "false";
}

void JsonFields::add_unless_empty(std::string_view field, std::string_view text) {
  if (!text.empty()) return add(field, text);
  name(field) += "null";
}

}  // namespace hilo::report
