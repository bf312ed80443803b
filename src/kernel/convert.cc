// Compiled once per instruction set. What is a plain loop, the compiler turns into vector code.

#include "kernel/convert.h"

#include <cstdint>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernel/convert.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kernel/dispatch.h"

HWY_BEFORE_NAMESPACE();
namespace hilo {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
constexpr std::size_t kHalfBytes = 2;

HWY_ATTR HWY_INLINE std::uint16_t swapped(std::uint16_t value) { return __builtin_bswap16(value); }
HWY_ATTR HWY_INLINE std::uint32_t swapped(std::uint32_t value) { return __builtin_bswap32(value); }
HWY_ATTR HWY_INLINE std::uint64_t swapped(std::uint64_t value) { return __builtin_bswap64(value); }

template <typename T>
HWY_ATTR void copy_swapped_as(const unsigned char* HWY_RESTRICT from, std::size_t count,
                              unsigned char* HWY_RESTRICT to) {
  for (std::size_t i = 0; i < count; ++i) {
    T value;
    std::memcpy(&value, from + i * sizeof(T), sizeof(T));
    value = swapped(value);
    std::memcpy(to + i * sizeof(T), &value, sizeof(T));
  }
}

void CopySwapped(const void* data, std::size_t item_bytes, std::size_t count, void* out) {
  const auto* from = static_cast<const unsigned char*>(data);
  auto* to = static_cast<unsigned char*>(out);
  switch (item_bytes) {
    case 2:
      return copy_swapped_as<std::uint16_t>(from, count, to);
    case 4:
      return copy_swapped_as<std::uint32_t>(from, count, to);
    case 8:
      return copy_swapped_as<std::uint64_t>(from, count, to);
    default:
      std::memcpy(to, from, count);
  }
}

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3
// The processor converts them.
HWY_ATTR void CopyHalvesToFloats(const void* data, std::size_t count, float* HWY_RESTRICT out) {
  const hn::CappedTag<float, 16> d;
  const hn::Rebind<hwy::float16_t, decltype(d)> halves;
  const std::size_t lanes = hn::Lanes(d);
  const auto* from = static_cast<const unsigned char*>(data);
  const auto load = [&](const unsigned char* bytes) HWY_ATTR {
    return hn::LoadU(halves, reinterpret_cast<const hwy::float16_t*>(bytes));
  };
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    hn::StoreU(hn::PromoteTo(d, load(from + i * kHalfBytes)), d, out + i);
  }
  if (i < count) {
    HWY_ALIGN unsigned char rest[16 * kHalfBytes] = {};
    HWY_ALIGN float floats[16];
    std::memcpy(rest, from + i * kHalfBytes, (count - i) * kHalfBytes);
    hn::Store(hn::PromoteTo(d, load(rest)), d, floats);
    std::memcpy(out + i, floats, (count - i) * sizeof(float));
  }
}

#else
// The exponent and fraction of a half, moved to where a float has them, are the same number but for
// a factor of 2^112 between the exponents' biases; multiplying by it is exact and gives subnormals
// their place. Infinities and NaN, from 0x7C00 on, only get the exponent of all ones in addition.
// (Highway's own conversion takes their exponent for an ordinary one.)
HWY_ATTR void CopyHalvesToFloats(const void* data, std::size_t count, float* HWY_RESTRICT out) {
  const auto* from = static_cast<const unsigned char*>(data);
  for (std::size_t i = 0; i < count; ++i) {
    std::uint16_t half;
    std::memcpy(&half, from + i * kHalfBytes, sizeof(half));
    const std::uint32_t magnitude = static_cast<std::uint32_t>(half & 0x7FFF) << 13;
    float scaled;
    std::memcpy(&scaled, &magnitude, sizeof(scaled));
    scaled *= 0x1p112f;
    std::uint32_t bits;
    std::memcpy(&bits, &scaled, sizeof(bits));
    const std::uint32_t special = 0u - static_cast<std::uint32_t>(magnitude >= 0x7C00u << 13);
    bits |= (special & 0x7F800000u) | static_cast<std::uint32_t>(half & 0x8000) << 16;
    std::memcpy(out + i, &bits, sizeof(bits));
  }
}
#endif

HWY_ATTR void CopyFloatsToDoubles(const float* HWY_RESTRICT data, std::size_t count,
                                  double* HWY_RESTRICT out) {
  for (std::size_t i = 0; i < count; ++i) out[i] = data[i];
}

template <typename T>
HWY_ATTR void copy_as_doubles(const void* data, std::size_t count, double* HWY_RESTRICT out) {
  const auto* HWY_RESTRICT from = static_cast<const T*>(data);
  for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<double>(from[i]);
}

HWY_ATTR void copy_bools_as_doubles(const void* data, std::size_t count, double* HWY_RESTRICT out) {
  const auto* HWY_RESTRICT from = static_cast<const std::uint8_t*>(data);
  for (std::size_t i = 0; i < count; ++i) out[i] = from[i] == 0 ? 0 : 1;
}

HWY_ATTR void copy_halves_as_doubles(const void* data, std::size_t count,
                                     double* HWY_RESTRICT out) {
  constexpr std::size_t kPiece = 256;
  HWY_ALIGN float floats[kPiece];
  const auto* from = static_cast<const unsigned char*>(data);
  for (std::size_t done = 0; done < count; done += kPiece) {
    const std::size_t now = count - done < kPiece ? count - done : kPiece;
    CopyHalvesToFloats(from + done * kHalfBytes, now, floats);
    CopyFloatsToDoubles(floats, now, out + done);
  }
}

void CopyToDoubles(Kind kind, const void* data, std::size_t count, double* out) {
  switch (kind) {
    case Kind::boolean:
      return copy_bools_as_doubles(data, count, out);
    case Kind::int8:
      return copy_as_doubles<std::int8_t>(data, count, out);
    case Kind::int16:
      return copy_as_doubles<std::int16_t>(data, count, out);
    case Kind::int32:
      return copy_as_doubles<std::int32_t>(data, count, out);
    case Kind::int64:
      return copy_as_doubles<std::int64_t>(data, count, out);
    case Kind::uint8:
      return copy_as_doubles<std::uint8_t>(data, count, out);
    case Kind::uint16:
      return copy_as_doubles<std::uint16_t>(data, count, out);
    case Kind::uint32:
      return copy_as_doubles<std::uint32_t>(data, count, out);
    case Kind::uint64:
      return copy_as_doubles<std::uint64_t>(data, count, out);
    case Kind::float16:
      return copy_halves_as_doubles(data, count, out);
    case Kind::float32:
      return copy_as_doubles<float>(data, count, out);
    case Kind::float64:
      return copy_as_doubles<double>(data, count, out);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hilo
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hilo {

HILO_EXPORT(CopySwapped);
HILO_EXPORT(CopyHalvesToFloats);
HILO_EXPORT(CopyFloatsToDoubles);
HILO_EXPORT(CopyToDoubles);

void copy_swapped(Work work, const void* data, std::size_t item_bytes, std::size_t count,
                  void* out) {
  HILO_DISPATCH(CopySwapped, work)(data, item_bytes, count, out);
}

void copy_halves_to_floats(Work work, const void* data, std::size_t count, float* out) {
  HILO_DISPATCH(CopyHalvesToFloats, work)(data, count, out);
}

void copy_floats_to_doubles(Work work, const float* data, std::size_t count, double* out) {
  HILO_DISPATCH(CopyFloatsToDoubles, work)(data, count, out);
}

void copy_to_doubles(Work work, Kind kind, const void* data, std::size_t count, double* out) {
  HILO_DISPATCH(CopyToDoubles, work)(kind, data, count, out);
}

}  // namespace hilo
#endif  // HWY_ONCE
