// Characters that a terminal could obey and a line cannot hold.
#ifndef HILO_BASE_CONTROLS_H_
#define HILO_BASE_CONTROLS_H_

#include <algorithm>
#include <string_view>

namespace hilo {

// Whether the text has a control character of ASCII.
inline bool has_controls(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

}  // namespace hilo

#endif  // HILO_BASE_CONTROLS_H_
