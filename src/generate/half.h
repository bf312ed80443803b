// double to IEEE binary16.
#ifndef HILO_GENERATE_HALF_H_
#define HILO_GENERATE_HALF_H_

#include <bit>
#include <cstdint>

namespace hilo {

// The bits of the binary16 nearest to `value`, ties to even; infinity from 65520 on; a quiet NaN
// for a NaN. Rounded once: by way of float it would be twice.
inline std::uint16_t half_of(double value) {
  constexpr std::uint64_t kInfinity = std::bit_cast<std::uint64_t>(65520.0);  // rounds to it
  constexpr std::uint64_t kSmallestNormal = std::bit_cast<std::uint64_t>(0x1p-14);
  constexpr std::uint64_t kNan = 0x7FF0000000000000;  // above it
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(value);
  const std::uint64_t sign = bits >> 63 << 15;
  const std::uint64_t magnitude = bits & 0x7FFFFFFFFFFFFFFF;
  // Normal: 42 bits of the significand go; the carry of the rounding may reach the exponent.
  const std::uint64_t rounded = magnitude + ((std::uint64_t{1} << 41) - 1) + (magnitude >> 42 & 1);
  const std::uint64_t normal = (rounded - (std::uint64_t{1023 - 15} << 52)) >> 42;
  // Subnormal: multiples of 2^-24, which is the unit of doubles from 2^28 on.
  const double shifted = std::bit_cast<double>(magnitude < kInfinity ? magnitude : 0) + 0x1p28;
  const std::uint64_t subnormal =
      std::bit_cast<std::uint64_t>(shifted) - std::bit_cast<std::uint64_t>(0x1p28);
  const std::uint64_t finite = magnitude < kSmallestNormal ? subnormal : normal;
  const std::uint64_t special = magnitude > kNan ? 0x7E00 : 0x7C00;
  return static_cast<std::uint16_t>(sign | (magnitude < kInfinity ? finite : special));
}

}  // namespace hilo

#endif  // HILO_GENERATE_HALF_H_
