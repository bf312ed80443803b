// Writing markup: what is appended was escaped before, or is ours.
#ifndef HILO_HTML_APPEND_H_
#define HILO_HTML_APPEND_H_

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <utility>

namespace hilo::html {

template <typename... Values>
void append(std::string& out, fmt::format_string<Values...> format, Values&&... values) {
  fmt::format_to(std::back_inserter(out), format, std::forward<Values>(values)...);
}

}  // namespace hilo::html

#endif  // HILO_HTML_APPEND_H_
