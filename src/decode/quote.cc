#include "decode/quote.h"

#include <cstddef>

namespace hilo {
namespace {

constexpr std::size_t kMaxQuotedBytes = 60;
constexpr char kHexDigits[] = "0123456789abcdef";

void append_escaped(std::string& text, unsigned char byte) {
  if (byte >= 0x20 && byte < 0x7f) {
    text += static_cast<char>(byte);
  } else if (byte == '\n') {
    text += "\\n";
  } else if (byte == '\r') {
    text += "\\r";
  } else if (byte == '\t') {
    text += "\\t";
  } else {
    text += "\\x";
    text += kHexDigits[byte >> 4];
    text += kHexDigits[byte & 15];
  }
}

}  // namespace

std::string quote(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes.substr(0, kMaxQuotedBytes)) {
    append_escaped(text, static_cast<unsigned char>(byte));
  }
  if (bytes.size() > kMaxQuotedBytes) text += "...";
  return text;
}

}  // namespace hilo
