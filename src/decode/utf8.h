#ifndef HILO_DECODE_UTF8_H_
#define HILO_DECODE_UTF8_H_

#include <cstddef>
#include <string_view>

namespace hilo {

// How many bytes at the beginning of `bytes` are whole UTF-8 characters as Unicode defines them
// (table 3-7 of the standard): no overlong forms, no surrogates, nothing beyond U+10FFFF.
std::size_t valid_utf8_prefix(std::string_view bytes);

}  // namespace hilo

#endif  // HILO_DECODE_UTF8_H_
