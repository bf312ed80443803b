#include "report/display.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "report/code_point.h"

namespace hilo::report {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

constexpr Range kObeyed[] = {{0x00, 0x1F}, {0x7F, 0x9F}, {0x2028, 0x202E}, {0x2066, 0x2069}};
constexpr Range kCombining[] = {
    {0x300, 0x36F}, {0x200B, 0x200F}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}};
constexpr Range kWide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},  {0x3041, 0xA4CF},
                           {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},  {0xFE30, 0xFE6F},
                           {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},  {0x1F300, 0x1F64F},
                           {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

template <std::size_t N>
bool within(const Range (&ranges)[N], char32_t value) {
  return std::any_of(std::begin(ranges), std::end(ranges), [value](const Range& range) {
    return range.first <= value && value <= range.last;
  });
}

void append_escaped(std::string& out, std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += "\\x";
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
}

// The first character of `text`, a lone byte where that is not UTF-8.
struct Glyph {
  std::string_view bytes;
  std::size_t columns;
};

Glyph first_glyph(std::string_view text) {
  const CodePoint point = first_code_point(text);
  if (point.bytes == 0) return {text.substr(0, 1), 1};
  const std::size_t columns = within(kCombining, point.value) ? 0
                              : within(kWide, point.value)    ? 2
                                                              : 1;
  return {text.substr(0, point.bytes), columns};
}

}  // namespace

std::string escape_controls(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const CodePoint point = first_code_point(bytes);
    const std::size_t taken = std::max<std::size_t>(point.bytes, 1);
    if (point.bytes == 0 || within(kObeyed, point.value)) {
      append_escaped(out, bytes.substr(0, taken));
    } else {
      out += bytes.substr(0, taken);
    }
    bytes.remove_prefix(taken);
  }
  return out;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Glyph glyph = first_glyph(text);
    width += glyph.columns;
    text.remove_prefix(glyph.bytes.size());
  }
  return width;
}

std::string shorten_middle(std::string_view text, std::size_t width) {
  constexpr std::string_view kEllipsis = "...";
  if (display_width(text) <= width) return std::string(text);
  std::vector<Glyph> glyphs;
  for (std::string_view rest = text; !rest.empty();
       rest.remove_prefix(glyphs.back().bytes.size())) {
    glyphs.push_back(first_glyph(rest));
  }
  const std::size_t room = width - kEllipsis.size();
  std::size_t used = 0;
  std::string head;
  for (const Glyph& glyph : glyphs) {
    if (used + glyph.columns > room / 2) break;
    used += glyph.columns;
    head += glyph.bytes;
  }
  auto tail = glyphs.end();
  while (used + std::prev(tail)->columns <= room) {
    --tail;
    used += tail->columns;
  }
  head += kEllipsis;
  for (; tail != glyphs.end(); ++tail) head += tail->bytes;
  return head;
}

void spell_without_mu(std::string& text) {
  constexpr std::string_view kMicroseconds = " \u03bcs";
  for (std::size_t at = 0; (at = text.find(kMicroseconds, at)) != std::string::npos;) {
    text.replace(at, kMicroseconds.size(), " us");
  }
}

}  // namespace hilo::report
