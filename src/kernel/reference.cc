#include "kernel/reference.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "base/limbs.h"
#include "kernel/extremum.h"
#include "kernel/single_value.h"

namespace hilo {
namespace {

template <typename T>
T element(const unsigned char* data, bool swap) {
  unsigned char bytes[sizeof(T)];
  std::memcpy(bytes, data, sizeof(T));
  if (swap) std::reverse(bytes, bytes + sizeof(T));
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return value;
}

void note_extrema(const Extremum& value, ExactState& state) {
  state.min = min_of(state.min, value);
  state.max = max_of(state.max, value);
}

void add_floating(double value, ExactState& state) {
  ++state.float_size;
  if (std::isnan(value)) {
    ++state.nan_count;
    return;
  }
  note_extrema(extremum_of(value), state);
  if (std::isinf(value)) {
    ++(value > 0 ? state.posinf_count : state.neginf_count);
  } else {
    add_value(state, value);
  }
}

template <typename T>
void add_integer(T value, ExactState& state) {
  note_extrema(extremum_of(value), state);
  const auto bits = static_cast<std::uint64_t>(value);
  const std::uint64_t magnitude = value < 0 ? 0 - bits : bits;
  add_signed_shifted(state.sum, value, 1074);
  add_shifted(state.squares, static_cast<Uint128>(magnitude) * magnitude, 2148);
}

double half_value(std::uint16_t half) {
  const int exponent = half >> 10 & 31;
  const double fraction = half & 1023;
  double value = exponent == 0    ? std::ldexp(fraction, -24)
                 : exponent == 31 ? (fraction == 0 ? INFINITY : NAN)
                                  : std::ldexp(fraction + 1024, exponent - 25);
  return (half & 0x8000) != 0 ? -value : value;
}

void add_element(Kind kind, const unsigned char* data, bool swap, ExactState& state) {
  switch (kind) {
    case Kind::boolean:
      return add_integer<std::uint64_t>(*data != 0, state);
    case Kind::int8:
      return add_integer<std::int64_t>(element<std::int8_t>(data, swap), state);
    case Kind::int16:
      return add_integer<std::int64_t>(element<std::int16_t>(data, swap), state);
    case Kind::int32:
      return add_integer<std::int64_t>(element<std::int32_t>(data, swap), state);
    case Kind::int64:
      return add_integer<std::int64_t>(element<std::int64_t>(data, swap), state);
    case Kind::uint8:
      return add_integer<std::uint64_t>(element<std::uint8_t>(data, swap), state);
    case Kind::uint16:
      return add_integer<std::uint64_t>(element<std::uint16_t>(data, swap), state);
    case Kind::uint32:
      return add_integer<std::uint64_t>(element<std::uint32_t>(data, swap), state);
    case Kind::uint64:
      return add_integer<std::uint64_t>(element<std::uint64_t>(data, swap), state);
    case Kind::float16:
      return add_floating(half_value(element<std::uint16_t>(data, swap)), state);
    case Kind::float32:
      return add_floating(element<float>(data, swap), state);
    case Kind::float64:
      return add_floating(element<double>(data, swap), state);
  }
}

}  // namespace

void add_reference(Dtype dtype, const void* data, std::size_t count, ExactState& state) {
  const auto* bytes = static_cast<const unsigned char*>(data);
  const bool swap = dtype.order != std::endian::native;
  state.size += static_cast<std::int64_t>(count);
  for (std::size_t i = 0; i < count; ++i) {
    add_element(dtype.kind, bytes + i * item_bytes(dtype.kind), swap, state);
  }
}

}  // namespace hilo
