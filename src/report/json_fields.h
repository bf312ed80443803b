// The fields of a JSON object, written one after the other.
#ifndef HILO_REPORT_JSON_FIELDS_H_
#define HILO_REPORT_JSON_FIELDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hilo::report {

// The object ends where this does. `separator` stands between two fields.
class JsonFields {
 public:
  explicit JsonFields(std::string& out, std::string_view separator = ", ");
  ~JsonFields() { out_ += '}'; }
  JsonFields(const JsonFields&) = delete;
  JsonFields& operator=(const JsonFields&) = delete;

  // For a value that the caller appends to what is returned.
  std::string& name(std::string_view name);

  void add(std::string_view field, std::string_view text);
  void add(std::string_view field, std::int64_t value);
  void add(std::string_view field, double value);  // null where it is not finite
  void add(std::string_view field, const std::optional<double>& value);
  void add_bool(std::string_view field, bool value);
  void add_unless_empty(std::string_view field, std::string_view text);  // null where it is

 private:
  std::string& out_;
  std::string_view separator_;
  bool is_first_ = true;
};

}  // namespace hilo::report

#endif  // HILO_REPORT_JSON_FIELDS_H_
