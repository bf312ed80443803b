#include "kernel/convert.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace hilo {
namespace {

inline std::uint16_t swapped(std::uint16_t value) { return __builtin_bswap16(value); }
inline std::uint32_t swapped(std::uint32_t value) { return __builtin_bswap32(value); }
inline std::uint64_t swapped(std::uint64_t value) { return __builtin_bswap64(value); }

template <typename T>
void copy_swapped_as(const void* data, std::size_t count, void* out) {
  const auto* from = static_cast<const unsigned char*>(data);
  auto* to = static_cast<unsigned char*>(out);
  for (std::size_t i = 0; i < count; ++i) {
    T value;
    std::memcpy(&value, from + i * sizeof(T), sizeof(T));
    value = swapped(value);
    std::memcpy(to + i * sizeof(T), &value, sizeof(T));
  }
}

// The exponent and fraction of a half, moved to where a float has them, are the same number but for
// a factor of 2^112 between the exponents' biases; multiplying by it is exact and gives subnormals
// their place. Only infinities and NaN, whose exponent must stay all ones, are told apart.
inline float half_to_float(std::uint16_t half) {
  const std::uint32_t magnitude = static_cast<std::uint32_t>(half & 0x7FFF) << 13;
  const float scaled = std::bit_cast<float>(magnitude) * 0x1p112f;
  const std::uint32_t special = (half & 0x7C00) == 0x7C00 ? 0x7F800000u : 0u;
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000) << 16;
  const std::uint32_t bits =
      special != 0 ? special | magnitude : std::bit_cast<std::uint32_t>(scaled);
  return std::bit_cast<float>(bits | sign);
}

}  // namespace

void copy_swapped(const void* data, std::size_t item_bytes, std::size_t count, void* out) {
  switch (item_bytes) {
    case 2:
      return copy_swapped_as<std::uint16_t>(data, count, out);
    case 4:
      return copy_swapped_as<std::uint32_t>(data, count, out);
    case 8:
      return copy_swapped_as<std::uint64_t>(data, count, out);
    default:
      std::memcpy(out, data, count);
  }
}

void copy_halves_to_floats(const void* data, std::size_t count, float* out) {
  const auto* from = static_cast<const unsigned char*>(data);
  for (std::size_t i = 0; i < count; ++i) {
    std::uint16_t half;
    std::memcpy(&half, from + i * sizeof(half), sizeof(half));
    out[i] = half_to_float(half);
  }
}

void copy_floats_to_doubles(const float* data, std::size_t count, double* out) {
  for (std::size_t i = 0; i < count; ++i) out[i] = data[i];
}

}  // namespace hilo
