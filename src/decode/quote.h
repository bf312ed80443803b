// Bytes of a file, made safe to print in a message.
#ifndef HILO_DECODE_QUOTE_H_
#define HILO_DECODE_QUOTE_H_

#include <string>
#include <string_view>

namespace hilo {

// Printable ASCII as it is, every other byte as \n, \r, \t or \xNN. What is longer than 60 bytes is
// cut, and ends in "...".
std::string quote(std::string_view bytes);

}  // namespace hilo

#endif  // HILO_DECODE_QUOTE_H_
