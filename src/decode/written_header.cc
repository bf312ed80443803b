#include "decode/written_header.h"

#include <cstdint>

namespace hilo {
namespace {

constexpr std::size_t kMaxDescrBytes = 8;
constexpr std::size_t kMaxDigits = 18;  // of a dimension: fits into 64 bits

// The rest of a header, eaten from the front.
struct Rest {
  std::string_view text;

  bool take(std::string_view expected) {
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(expected.size());
    return true;
  }
};

bool take_descr(Rest& rest, Literal& descr) {
  if (!rest.take("{'descr': '")) return false;
  std::size_t size = 0;
  while (size < kMaxDescrBytes && size < rest.text.size() && rest.text[size] != '\'') {
    const char character = rest.text[size++];
    if (character < ' ' || character > '~' || character == '\\') return false;
  }
  descr.type = Literal::Type::text;
  descr.text.set_verbatim(rest.text.substr(0, size));
  descr.source = {rest.text.data() - 1, size + 2};
  rest.text.remove_prefix(size);
  return rest.take("', 'fortran_order': ");
}

bool take_order(Rest& rest, Literal& order) {
  const std::string_view source = rest.text;
  order.type = Literal::Type::boolean;
  order.truth = rest.take("True");
  if (!order.truth && !rest.take("False")) return false;
  order.source = source.substr(0, source.size() - rest.text.size());
  return rest.take(", 'shape': ");
}

bool take_dimension(Rest& rest, std::int64_t& dimension) {
  std::size_t size = 0;
  dimension = 0;
  while (size < rest.text.size() && is_decimal_digit(rest.text[size])) {
    if (size == kMaxDigits) return false;
    dimension = dimension * 10 + (rest.text[size++] - '0');
  }
  if (size == 0 || (size > 1 && rest.text[0] == '0')) return false;
  rest.text.remove_prefix(size);
  return true;
}

// "()", "(3,)", "(3, 4)".
bool take_shape(Rest& rest, HeaderFields& fields) {
  const std::string_view source = rest.text;
  if (!rest.take("(")) return false;
  while (!rest.take(")")) {
    if (fields.dimension_count == kMaxDimensions) return false;
    if (!take_dimension(rest, fields.dimensions[fields.dimension_count])) return false;
    ++fields.dimension_count;
    const bool has_comma = rest.take(",");
    if (!has_comma && (fields.dimension_count == 1 || !rest.text.starts_with(")"))) return false;
    rest.take(" ");
  }
  fields.shape.type = Literal::Type::tuple;
  fields.shape.source = source.substr(0, source.size() - rest.text.size());
  return rest.take(", }");
}

}  // namespace

bool match_written_header(std::string_view header, HeaderFields& fields) {
  Rest rest{header};
  if (!take_descr(rest, fields.descr) || !take_order(rest, fields.fortran_order) ||
      !take_shape(rest, fields)) {
    return false;
  }
  LiteralCursor end(rest.text);
  end.skip_trailing_blank();
  return end.at_end();
}

}  // namespace hilo
