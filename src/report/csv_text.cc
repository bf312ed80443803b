#include "report/csv_text.h"

#include <algorithm>

namespace hilo::report {
namespace {

bool wants_quotes(char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; }

}  // namespace

void append_csv_field(std::string& out, std::string_view field) {
  if (std::none_of(field.begin(), field.end(), wants_quotes)) {
    out += field;
    return;
  }
  out += '"';
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace hilo::report
