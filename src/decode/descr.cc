#include "decode/descr.h"

#include <algorithm>
#include <bit>
#include <cstddef>

namespace hilo {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kUnknown = "an unknown dtype";

struct NamedKind {
  std::string_view name;
  Kind kind;
};

// numpy.sctypeDict of NumPy 1.24 and NumPy 2; where both have a name they agree.
constexpr NamedKind kNamedKinds[] = {
    {"float64", Kind::float64}, {"float32", Kind::float32}, {"float16", Kind::float16},
    {"int64", Kind::int64},     {"int32", Kind::int32},     {"int16", Kind::int16},
    {"int8", Kind::int8},       {"uint64", Kind::uint64},   {"uint32", Kind::uint32},
    {"uint16", Kind::uint16},   {"uint8", Kind::uint8},     {"bool", Kind::boolean},
    {"bool_", Kind::boolean},   {"bool8", Kind::boolean},   {"byte", Kind::int8},
    {"ubyte", Kind::uint8},     {"short", Kind::int16},     {"ushort", Kind::uint16},
    {"intc", Kind::int32},      {"uintc", Kind::uint32},    {"int", Kind::int64},
    {"int_", Kind::int64},      {"int0", Kind::int64},      {"long", Kind::int64},
    {"longlong", Kind::int64},  {"intp", Kind::int64},      {"uint", Kind::uint64},
    {"uint0", Kind::uint64},    {"ulong", Kind::uint64},    {"ulonglong", Kind::uint64},
    {"uintp", Kind::uint64},    {"half", Kind::float16},    {"single", Kind::float32},
    {"double", Kind::float64},  {"float", Kind::float64},   {"float_", Kind::float64},
};

// NumPy's type characters and, as single characters, its type numbers.
std::optional<Kind> kind_of_character(char character) {
  switch (character) {
    case '?':
    case 0:
      return Kind::boolean;
    case 'b':
    case 1:
      return Kind::int8;
    case 'B':
    case 2:
      return Kind::uint8;
    case 'h':
    case 3:
      return Kind::int16;
    case 'H':
    case 4:
      return Kind::uint16;
    case 'i':
    case 5:
      return Kind::int32;
    case 'I':
    case 6:
      return Kind::uint32;
    case 'l':
    case 'q':
    case 'p':
    case 'n':
    case 7:
    case 9:
      return Kind::int64;
    case 'L':
    case 'Q':
    case 'P':
    case 'N':
    case 8:
    case 10:
      return Kind::uint64;
    case 'e':
    case 23:
      return Kind::float16;
    case 'f':
    case 11:
      return Kind::float32;
    case 'd':
    case 12:
      return Kind::float64;
    default:
      return std::nullopt;
  }
}

std::optional<Kind> kind_of_size(char character, unsigned bytes) {
  switch (character) {
    case 'b':
      return bytes == 1 ? std::optional(Kind::boolean) : std::nullopt;
    case 'i':
      switch (bytes) {
        case 1:
          return Kind::int8;
        case 2:
          return Kind::int16;
        case 4:
          return Kind::int32;
        case 8:
          return Kind::int64;
        default:
          return std::nullopt;
      }
    case 'u':
      switch (bytes) {
        case 1:
          return Kind::uint8;
        case 2:
          return Kind::uint16;
        case 4:
          return Kind::uint32;
        case 8:
          return Kind::uint64;
        default:
          return std::nullopt;
      }
    case 'f':
      switch (bytes) {
        case 2:
          return Kind::float16;
        case 4:
          return Kind::float32;
        case 8:
          return Kind::float64;
        default:
          return std::nullopt;
      }
    default:
      return std::nullopt;
  }
}

bool is_digit(char character) { return character >= '0' && character <= '9'; }

// The bytes in "f8". NumPy uses strtol, which also takes "f 8", "f+8" and "f08". Nothing for what
// is not a number, or a number beyond 999.
std::optional<unsigned> parse_item_bytes(std::string_view text) {
  while (!text.empty() && (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r'))) {
    text.remove_prefix(1);
  }
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  unsigned value = 0;
  for (const char character : text) {
    if (!is_digit(character) || value > 99) return std::nullopt;
    value = value * 10 + static_cast<unsigned>(character - '0');
  }
  return value;
}

bool is_byte_order(char character) {
  return character == '<' || character == '>' || character == '=' || character == '|';
}

std::optional<Kind> parse_kind(std::string_view name) {
  if (name.size() == 1) return kind_of_character(name[0]);
  const std::optional<unsigned> bytes = parse_item_bytes(name.substr(1));
  return bytes ? kind_of_size(name[0], *bytes) : std::nullopt;
}

std::optional<Kind> find_name(std::string_view name) {
  for (const NamedKind& named : kNamedKinds) {
    if (named.name == name) return named.kind;
  }
  return std::nullopt;
}

constexpr std::string_view kObjectNames[] = {"O",       "O4",      "O8",  "object",
                                             "object_", "object0", "\x11"};

struct NameDescription {
  std::string_view prefix;
  std::string_view description;
};

constexpr NameDescription kNameDescriptions[] = {
    {"complex", "complex numbers"},
    {"cfloat", "complex numbers"},
    {"cdouble", "complex numbers"},
    {"csingle", "complex numbers"},
    {"clong", "complex numbers"},
    {"longcomplex", "complex numbers"},
    {"singlecomplex", "complex numbers"},
    {"longdouble", "long double"},
    {"longfloat", "long double"},
    {"float128", "long double"},
    {"str", "strings"},
    {"bytes", "strings"},
    {"unicode", "strings"},
    {"datetime64", "dates or times"},
    {"timedelta64", "dates or times"},
    {"void", "raw bytes"},
};

// "c16", "U8", "M8[ns]", "g": a type character, alone or with a size.
std::string_view describe_coded(char character, std::string_view size) {
  switch (character) {
    case 'c':
      return size.empty() ? "strings"sv : "complex numbers"sv;
    case 'F':
    case 'D':
    case 'G':
      return "complex numbers"sv;
    case 'f':
      return size == "16" || size == "12" ? "long double"sv : kUnknown;
    case 'g':
      return "long double"sv;
    case 'S':
    case 'U':
    case 'a':
    case 'T':
      return "strings"sv;
    case 'M':
    case 'm':
      return "dates or times"sv;
    case 'V':
      return "raw bytes"sv;
    default:
      return kUnknown;
  }
}

}  // namespace

std::optional<Dtype> parse_descr(std::string_view descr) {
  std::string_view name = descr;
  std::endian order = std::endian::native;
  if (!descr.empty() && is_byte_order(descr[0])) {
    name.remove_prefix(1);
    if (descr[0] == '<') order = std::endian::little;
    if (descr[0] == '>') order = std::endian::big;
  }
  if (name.empty()) return std::nullopt;
  std::optional<Kind> kind = parse_kind(name);
  if (!kind) kind = find_name(descr);  // names do not take a byte order
  if (!kind) return std::nullopt;
  return Dtype{*kind, item_bytes(*kind) == 1 ? std::endian::native : order};
}

bool is_object_descr(std::string_view descr) {
  if (!descr.empty() && is_byte_order(descr[0])) descr.remove_prefix(1);
  return std::ranges::find(kObjectNames, descr) != std::end(kObjectNames);
}

std::string_view describe_descr(std::string_view descr) {
  if (is_object_descr(descr)) return "Python objects"sv;
  if (!descr.empty() && is_byte_order(descr[0])) descr.remove_prefix(1);
  if (descr.find(',') != std::string_view::npos) return "a structured dtype"sv;
  if (descr.starts_with('(') || (!descr.empty() && is_digit(descr[0]))) return "a subarray dtype"sv;
  if (descr.size() == 1 || (descr.size() > 1 && is_digit(descr[1]))) {
    return describe_coded(descr[0], descr.substr(1));
  }
  for (const NameDescription& name : kNameDescriptions) {
    if (descr.starts_with(name.prefix)) return name.description;
  }
  return kUnknown;
}

}  // namespace hilo
