// File names are bytes that are mostly, but not always, UTF-8.
#ifndef HILO_REPORT_CODE_POINT_H_
#define HILO_REPORT_CODE_POINT_H_

#include <cstddef>
#include <string_view>

namespace hilo::report {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;  // 1 to 4; 0 where the text does not start with UTF-8
};

// The first code point of `text`, which is not empty. UTF-8 is what decode/utf8.h takes for it.
CodePoint first_code_point(std::string_view text);

}  // namespace hilo::report

#endif  // HILO_REPORT_CODE_POINT_H_
