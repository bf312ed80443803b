#include "discover/glob_pattern.h"

#include <optional>

namespace hilo {
namespace {

// Bytes of the UTF-8 sequence that a byte beyond ASCII begins; 0 where none begins with it.
std::size_t sequence_bytes(unsigned char lead) {
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

// Takes one character off the front: the code point of a UTF-8 sequence, else 0xDC00 + the byte,
// among the surrogates, which UTF-8 leaves free.
char32_t take_character(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) {
    text.remove_prefix(1);
    return lead;
  }
  const std::size_t bytes = sequence_bytes(lead);
  bool valid = bytes > 0 && bytes <= text.size();
  char32_t code = lead & (0x7fu >> bytes);
  for (std::size_t i = 1; valid && i < bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    valid = (next & 0xc0) == 0x80;
    code = code << 6 | (next & 0x3f);
  }
  const bool overlong = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  if (!valid || overlong || surrogate || code > 0x10ffff) {
    text.remove_prefix(1);
    return 0xdc00 + lead;
  }
  text.remove_prefix(bytes);
  return code;
}

// The inside of "[...]" at the front of `pattern`; none where the bracket is never closed.
std::optional<std::string_view> bracket_inside(std::string_view pattern) {
  std::size_t first = 1;
  if (pattern.substr(first).starts_with('!')) ++first;
  if (pattern.substr(first).starts_with(']')) ++first;
  const std::size_t end = pattern.find(']', first);
  if (end == std::string_view::npos) return std::nullopt;
  return pattern.substr(1, end - 1);
}

// A range whose ends are the wrong way round holds nothing.
bool bracket_holds(std::string_view inside, char32_t character) {
  const bool negated = inside.starts_with('!');
  if (negated) inside.remove_prefix(1);
  bool found = false;
  while (!inside.empty()) {
    const char32_t low = take_character(inside);
    char32_t high = low;
    if (inside.size() >= 2 && inside.front() == '-') {
      inside.remove_prefix(1);
      high = take_character(inside);
    }
    found = found || (low <= character && character <= high);
  }
  return found != negated;
}

// Matches what stands at the front of both, which is not '*', and takes it off.
bool take_one(std::string_view& pattern, std::string_view& name) {
  if (pattern.empty() || name.empty()) return false;
  const char32_t character = take_character(name);
  if (pattern.front() == '?') {
    pattern.remove_prefix(1);
    return true;
  }
  if (pattern.front() == '[') {
    if (const auto inside = bracket_inside(pattern)) {
      pattern.remove_prefix(inside->size() + 2);
      return bracket_holds(*inside, character);
    }
  }
  return take_character(pattern) == character;
}

}  // namespace

bool has_glob_characters(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

// Only the last '*' ever has to take more: what an earlier one could take, the last can too. So the
// cost is the product of the lengths at most.
bool glob_match(std::string_view part, std::string_view name) {
  if (name.starts_with('.') && !part.starts_with('.')) return false;
  std::optional<std::string_view> part_after_star;
  std::string_view name_after_star;
  while (!name.empty() || !part.empty()) {
    if (part.starts_with('*')) {
      part.remove_prefix(1);
      part_after_star = part;
      name_after_star = name;
      continue;
    }
    if (take_one(part, name)) continue;
    if (!part_after_star || name_after_star.empty()) return false;
    take_character(name_after_star);
    part = *part_after_star;
    name = name_after_star;
  }
  return true;
}

GlobPattern::GlobPattern(std::string_view text) {
  while (!text.empty()) {
    const std::size_t slash = text.find('/');
    const bool last = slash == std::string_view::npos;
    const std::string_view part = text.substr(0, slash);
    text.remove_prefix(last ? text.size() : slash + 1);
    directories_only = !last && text.empty();
    if (parts.empty() && !has_glob_characters(part)) {
      base.append(part).append("/");
    } else if (part == "**") {
      if (parts.empty() || parts.back().kind != GlobPart::Kind::recursive) {
        parts.push_back({GlobPart::Kind::recursive, {}});
      }
    } else {
      const bool wildcard = has_glob_characters(part);
      has_dots = has_dots || part == "." || part == "..";
      parts.push_back(
          {wildcard ? GlobPart::Kind::wildcard : GlobPart::Kind::literal, std::string(part)});
    }
  }
}

}  // namespace hilo
