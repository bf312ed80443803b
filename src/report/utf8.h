// File names are bytes that are mostly, but not always, UTF-8.
#ifndef HILO_REPORT_UTF8_H_
#define HILO_REPORT_UTF8_H_

#include <cstddef>
#include <string_view>

namespace hilo::report {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;  // 1 to 4; 0 where the text does not start with well-formed UTF-8
};

// The first code point of `text`, which is not empty. Overlong forms, surrogates and values beyond
// U+10FFFF are not well-formed (Unicode, table 3-7).
CodePoint first_code_point(std::string_view text);

}  // namespace hilo::report

#endif  // HILO_REPORT_UTF8_H_
