// The elements that pass a condition, one after the other.
#ifndef HILO_KERNEL_COMPRESS_H_
#define HILO_KERNEL_COMPRESS_H_

#include <cstddef>
#include <cstdint>

namespace hilo {

// compress() may write so many bytes beyond the last element that it keeps.
constexpr std::size_t kCompressSlack = 64;

// Copies the elements of `item_bytes` (1, 2, 4 or 8) whose bit i % 8 of bits[i / 8] is set, for
// i < count; gives how many. Both sides are aligned to their elements and do not overlap; `out` has
// room for all of them and kCompressSlack bytes.
std::size_t compress(const void* data, std::size_t item_bytes, std::size_t count,
                     const std::uint8_t* bits, void* out);

}  // namespace hilo

#endif  // HILO_KERNEL_COMPRESS_H_
