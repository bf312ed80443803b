#include "cli/flag_value.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace hilo::cli {
namespace {

struct KindName {
  std::string_view name;
  Kind kind;
};

constexpr KindName kKindNames[] = {
    {"?", Kind::boolean},       {"b1", Kind::boolean},      {"bool", Kind::boolean},
    {"i1", Kind::int8},         {"int8", Kind::int8},       {"i2", Kind::int16},
    {"int16", Kind::int16},     {"i4", Kind::int32},        {"int32", Kind::int32},
    {"i8", Kind::int64},        {"int64", Kind::int64},     {"u1", Kind::uint8},
    {"uint8", Kind::uint8},     {"u2", Kind::uint16},       {"uint16", Kind::uint16},
    {"u4", Kind::uint32},       {"uint32", Kind::uint32},   {"u8", Kind::uint64},
    {"uint64", Kind::uint64},   {"f2", Kind::float16},      {"float16", Kind::float16},
    {"f4", Kind::float32},      {"float32", Kind::float32}, {"f8", Kind::float64},
    {"float64", Kind::float64}, {"float", Kind::float64},   {"double", Kind::float64}};

std::string quoted(std::string_view text) { return std::string("'").append(text) + "'"; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

// Without underscores; nothing where one does not stand between two digits.
std::optional<std::string> without_underscores(std::string_view text) {
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      digits += text[i];
      continue;
    }
    const bool between =
        i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) && is_digit(text[i + 1]);
    if (!between) return std::nullopt;
  }
  return digits;
}

template <typename T>
std::optional<T> parse_digits(std::string_view text) {
  const std::optional<std::string> digits = without_underscores(text);
  if (!digits) return std::nullopt;
  T value = 0;
  const char* last = digits->data() + digits->size();
  const auto [end, error] = std::from_chars(digits->data(), last, value);
  if (error != std::errc() || end != last) return std::nullopt;
  return value;
}

}  // namespace

Failure usage(std::string message) { return failure(ErrorCode::usage, std::move(message)); }

Result<std::int64_t> parse_integer(std::string_view text, std::int64_t min, std::int64_t max) {
  const auto value = parse_digits<std::int64_t>(text);
  if (value && *value >= min && *value <= max) return *value;
  std::string expected = "an integer >= " + std::to_string(min);
  const bool is_too_large = value ? *value > max : !text.empty() && all_digits(text);
  if (is_too_large) expected += " and <= " + std::to_string(max);
  return usage("expected " + expected + ", found " + quoted(text));
}

Result<std::uint64_t> parse_unsigned(std::string_view text) {
  if (const auto value = parse_digits<std::uint64_t>(text)) return *value;
  return usage("expected an integer from 0 to 18446744073709551615, found " + quoted(text));
}

Result<Kind> parse_kind(std::string_view text) {
  if (text.starts_with('>')) {
    return usage("expected a little-endian dtype, found " + quoted(text));
  }
  std::string_view name = text;
  const bool any_order = name.starts_with('|');
  if (any_order || name.starts_with('<') || name.starts_with('=')) name.remove_prefix(1);
  for (const KindName& known : kKindNames) {
    if (known.name == name && !(any_order && item_bytes(known.kind) > 1)) return known.kind;
  }
  return usage("expected a bool, integer or float dtype such as f8, found " + quoted(text));
}

}  // namespace hilo::cli
