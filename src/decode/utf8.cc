#include "decode/utf8.h"

#include <cstdint>
#include <cstring>

namespace hilo {
namespace {

constexpr std::uint64_t kHighBits = 0x8080808080808080;

// The length of the character at the beginning of `bytes`, which is not empty; 0 where it is not
// one.
std::size_t character_bytes(std::string_view bytes) {
  const auto at = [bytes](std::size_t i) {
    return i < bytes.size() ? static_cast<std::uint8_t>(bytes[i]) : std::uint8_t{0};
  };
  const std::uint8_t first = at(0);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const std::size_t size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  // The second byte rules out overlong forms, surrogates and what is beyond U+10FFFF.
  const std::uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const std::uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  if (at(1) < low || at(1) > high) return 0;
  for (std::size_t i = 2; i < size; ++i) {
    if (at(i) < 0x80 || at(i) > 0xbf) return 0;
  }
  return size;
}

}  // namespace

std::size_t valid_utf8_prefix(std::string_view bytes) {
  std::size_t position = 0;
  while (position < bytes.size()) {
    std::uint64_t eight = kHighBits;
    if (bytes.size() - position >= sizeof eight) {
      std::memcpy(&eight, bytes.data() + position, sizeof eight);
    }
    if ((eight & kHighBits) == 0) {
      position += sizeof eight;
      continue;
    }
    const std::size_t size = character_bytes(bytes.substr(position));
    if (size == 0) return position;
    position += size;
  }
  return position;
}

}  // namespace hilo
