// Text that goes into HTML: names and messages of others, and exact numbers.
#ifndef HILO_HTML_MARKUP_H_
#define HILO_HTML_MARKUP_H_

#include <optional>
#include <string>
#include <string_view>

#include "base/number_text.h"

namespace hilo::html {

// Bytes of somebody else's, as the text of an element or of an attribute in double quotes. No byte
// of them is markup, whatever they are; control characters, marks that reorder text and bytes that
// are not UTF-8 become \xHH.
std::string escaped(std::string_view bytes);

// As JSON spells them, without quotes.
inline constexpr NonFinite kNonFiniteNames = {"NaN", "Infinity", "-Infinity"};

// The shortest digits that read back to the same bits, as in all other formats; "absent" for what
// is undefined.
template <typename T>
std::string exact_text(const std::optional<T>& value) {
  if (!value) return "absent";
  std::string text;
  append_number(text, *value, kNonFiniteNames);
  return text;
}

inline std::string exact_text(double value) { return exact_text(std::optional<double>(value)); }

}  // namespace hilo::html

#endif  // HILO_HTML_MARKUP_H_
