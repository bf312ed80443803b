// A recursive-descent parser of the part of Python's grammar that can be a header.
//
// NumPy hands the header to Python's own parser. These are two spellings of the same:
//
//     {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }
//     ( { "shape" : (+3, 0x4L,), 'de' 'scr' : u'\x3cf8', # comment
//       'fortran_order':(False)} )
//
// Only three kinds of values make a valid header: a string, True or False, and a tuple of integers.
// They are read exactly. Of all others (lists, sets, nested dictionaries, floats) it matters only
// where they end, so that an error can show them: the file is refused in any case. So the parser
// never takes what Python refuses, without knowing all that Python takes.
#include "decode/header_literal.h"

#include <optional>

namespace hilo {
namespace {

class HeaderParser {
 public:
  HeaderParser(std::string_view header, bool python2_longs, HeaderFields& fields)
      : cursor_(header), python2_longs_(python2_longs), fields_(fields) {}

  bool parse();
  Failure failure_here() const { return cursor_.failure_here(); }

 private:
  bool parse_dictionary(int depth);
  void store(const Literal& key, const Literal& value);
  bool parse_value(Literal& value, int depth);
  bool parse_signed(Literal& value, int depth);
  bool parse_parenthesised(Literal& value, int depth);
  void note_dimension(const Literal& element, std::size_t index);
  bool parse_name(Literal& value);
  bool skip_display(Literal& value);
  bool fail_nesting() { return cursor_.fail("at most 100 brackets in one another"); }

  LiteralCursor cursor_;
  bool python2_longs_;
  HeaderFields& fields_;
  bool in_shape_ = false;
};

bool HeaderParser::parse() {
  if (!cursor_.skip_leading_blank()) return cursor_.fail("a dictionary that is not indented");
  int parentheses = 0;
  while (cursor_.take('(')) {
    if (++parentheses >= kMaxNesting) return fail_nesting();
    cursor_.skip_blank();
  }
  if (!cursor_.take('{')) return cursor_.fail("a dictionary");
  if (!parse_dictionary(parentheses + 1)) return false;
  for (; parentheses > 0; --parentheses) {
    cursor_.skip_blank();
    if (!cursor_.take(')')) return cursor_.fail("')'");
  }
  cursor_.skip_trailing_blank();
  return cursor_.at_end() || cursor_.fail("nothing after the dictionary");
}

// From behind the opening bracket to behind the closing one.
bool HeaderParser::parse_dictionary(int depth) {
  for (cursor_.skip_blank(); !cursor_.take('}'); cursor_.skip_blank()) {
    Literal key;
    if (!parse_value(key, depth)) return false;
    cursor_.skip_blank();
    if (!cursor_.take(':')) return cursor_.fail("':' after a key");
    cursor_.skip_blank();
    in_shape_ = key.text.view() == "shape";
    Literal value;
    if (!parse_value(value, depth)) return false;
    in_shape_ = false;
    store(key, value);
    cursor_.skip_blank();
    if (!cursor_.take(',') && cursor_.peek() != '}') return cursor_.fail("',' or '}'");
  }
  return true;
}

void HeaderParser::store(const Literal& key, const Literal& value) {
  const std::string_view name = key.text.view();
  Literal* field = name == "descr"           ? &fields_.descr
                   : name == "fortran_order" ? &fields_.fortran_order
                   : name == "shape"         ? &fields_.shape
                                             : nullptr;
  if (field == nullptr) {
    if (fields_.unknown_key.empty()) fields_.unknown_key = key.source;
  } else if (field->type != Literal::Type::absent) {
    if (fields_.duplicate_key.empty()) fields_.duplicate_key = key.source;
  } else {
    *field = value;
  }
}

bool HeaderParser::parse_value(Literal& value, int depth) {
  const char first = cursor_.peek();
  if (first == '(') return parse_parenthesised(value, depth);
  if (first == '[' || first == '{') return skip_display(value);
  if (first == '+' || first == '-') return parse_signed(value, depth);
  const std::size_t start = cursor_.position();
  if (is_decimal_digit(first) || (first == '.' && is_decimal_digit(cursor_.peek(1)))) {
    value.type = Literal::Type::number;
    const bool is_number = parse_number(cursor_, python2_longs_, value.number);
    value.source = cursor_.source_from(start);
    return is_number;
  }
  if (const auto opening = match_string(cursor_)) {
    std::size_t end = start;
    value.type = opening->is_bytes ? Literal::Type::other : Literal::Type::text;
    if (!parse_strings(cursor_, *opening, value.text, end)) return false;
    value.source = cursor_.source_from(start).substr(0, end - start);
    return true;
  }
  return parse_name(value);
}

// Python takes one sign, in front of a number, which may be in parentheses.
bool HeaderParser::parse_signed(Literal& value, int depth) {
  if (depth >= kMaxNesting) return fail_nesting();
  const std::size_t start = cursor_.position();
  const bool is_minus = cursor_.peek() == '-';
  cursor_.skip(1);
  cursor_.skip_blank();
  if (!parse_value(value, depth + 1)) return false;
  NumberLiteral& number = value.number;
  if (value.type != Literal::Type::number || number.has_sign) {
    cursor_.move_to(start);
    return cursor_.fail("one sign at most, in front of a number");
  }
  number.has_sign = true;
  number.is_negative = is_minus && (number.magnitude != 0 || number.is_too_large);
  value.source = cursor_.source_from(start);
  return true;
}

// (value) is the value itself; (), (value,) and (value, value) are tuples.
bool HeaderParser::parse_parenthesised(Literal& value, int depth) {
  if (depth >= kMaxNesting) return fail_nesting();
  const std::size_t start = cursor_.position();
  cursor_.skip(1);
  std::size_t count = 0;
  for (cursor_.skip_blank(); !cursor_.take(')'); cursor_.skip_blank()) {
    Literal element;
    if (!parse_value(element, depth + 1)) return false;
    cursor_.skip_blank();
    if (count == 0 && cursor_.take(')')) {
      value = element;
      value.source = cursor_.source_from(start);
      return true;
    }
    note_dimension(element, count++);
    if (!cursor_.take(',') && cursor_.peek() != ')') return cursor_.fail("',' or ')'");
  }
  value.type = Literal::Type::tuple;
  value.source = cursor_.source_from(start);
  if (in_shape_) fields_.dimension_count = count;
  return true;
}

void HeaderParser::note_dimension(const Literal& element, std::size_t index) {
  using Dimensions = HeaderFields::Dimensions;
  if (!in_shape_) return;
  const NumberLiteral& number = element.number;
  if (element.type != Literal::Type::number || !number.is_integer || number.is_negative) {
    fields_.dimensions_are = Dimensions::invalid;
  } else if (number.is_too_large) {
    if (fields_.dimensions_are == Dimensions::valid) fields_.dimensions_are = Dimensions::too_large;
  } else if (index < kMaxDimensions) {
    fields_.dimensions[index] = static_cast<std::int64_t>(number.magnitude);
  }
}

bool HeaderParser::parse_name(Literal& value) {
  const std::size_t start = cursor_.position();
  while (is_name_character(cursor_.peek())) cursor_.skip(1);
  value.source = cursor_.source_from(start);
  if (value.source == "True" || value.source == "False") {
    value.type = Literal::Type::boolean;
    value.truth = value.source == "True";
    return true;
  }
  value.type = Literal::Type::other;
  if (value.source == "None") return true;
  cursor_.move_to(start);
  return cursor_.fail("a string, True, False or a tuple of integers");
}

// A list, set or dictionary as a value.
bool HeaderParser::skip_display(Literal& value) {
  const std::size_t start = cursor_.position();
  value.type = cursor_.peek() == '[' ? Literal::Type::list : Literal::Type::other;
  std::size_t open_brackets = 0;
  do {
    cursor_.skip_blank();
    if (const auto opening = match_string(cursor_)) {
      if (!skip_string(cursor_, *opening)) return false;
      continue;
    }
    const char character = cursor_.peek();
    if (character == '\0') return cursor_.fail("a closing bracket");
    if (character == '[' || character == '(' || character == '{') ++open_brackets;
    if (character == ']' || character == ')' || character == '}') --open_brackets;
    cursor_.skip(1);
  } while (open_brackets > 0);
  value.source = cursor_.source_from(start);
  return true;
}

}  // namespace

Result<void> parse_header_literal(std::string_view header, bool python2_longs,
                                  HeaderFields& fields) {
  HeaderParser parser(header, python2_longs, fields);
  if (!parser.parse()) return parser.failure_here();
  return {};
}

}  // namespace hilo
