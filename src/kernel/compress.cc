// Compiled once per instruction set.

#include "kernel/compress.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernel/compress.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kernel/dispatch.h"

HWY_BEFORE_NAMESPACE();
namespace hilo {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Without a branch on the condition.
template <typename T>
HWY_ATTR std::size_t compress_one_by_one(const T* data, std::size_t first, std::size_t count,
                                         const std::uint8_t* bits, T* out) {
  std::size_t kept = 0;
  for (std::size_t i = first; i < count; ++i) {
    out[kept] = data[i];
    kept += bits[i / 8] >> (i % 8) & 1;
  }
  return kept;
}

template <typename T>
HWY_ATTR std::size_t compress_as(const T* data, std::size_t count, const std::uint8_t* bits,
                                 T* out) {
  std::size_t i = 0;
  std::size_t kept = 0;
#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX2
  const hn::CappedTag<T, 8> d;
  const std::size_t lanes = hn::Lanes(d);
  for (; i + lanes <= count; i += lanes) {
    // Eight bytes may be read of the mask.
    const std::uint8_t mask[8] = {static_cast<std::uint8_t>(bits[i / 8] >> (i % 8))};
    kept += hn::CompressBitsStore(hn::LoadU(d, data + i), mask, d, out + kept);
  }
#endif
  return kept + compress_one_by_one(data, i, count, bits, out + kept);
}

std::size_t Compress(const void* data, std::size_t item_bytes, std::size_t count,
                     const std::uint8_t* bits, void* out) {
  switch (item_bytes) {
    case 1:
      return compress_one_by_one(static_cast<const std::uint8_t*>(data), 0, count, bits,
                                 static_cast<std::uint8_t*>(out));
    case 2:
      return compress_as(static_cast<const std::uint16_t*>(data), count, bits,
                         static_cast<std::uint16_t*>(out));
    case 4:
      return compress_as(static_cast<const std::uint32_t*>(data), count, bits,
                         static_cast<std::uint32_t*>(out));
    default:
      return compress_as(static_cast<const std::uint64_t*>(data), count, bits,
                         static_cast<std::uint64_t*>(out));
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hilo
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hilo {

HILO_EXPORT(Compress);

std::size_t compress(const void* data, std::size_t item_bytes, std::size_t count,
                     const std::uint8_t* bits, void* out) {
  return HILO_DISPATCH(Compress, Work::much)(data, item_bytes, count, bits, out);
}

}  // namespace hilo
#endif  // HWY_ONCE
