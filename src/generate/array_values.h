// The elements of a generated array, block by block.
#ifndef HILO_GENERATE_ARRAY_VALUES_H_
#define HILO_GENERATE_ARRAY_VALUES_H_

#include <cstddef>
#include <cstdint>

#include "hilo/dtype.h"
#include "hilo/generate.h"

namespace hilo {

// What decides the values of a data set.
struct ValueParameters {
  Distribution distribution = Distribution::normal;
  Kind kind = Kind::float64;
  std::uint64_t seed = 0;

  friend bool operator==(const ValueParameters&, const ValueParameters&) = default;
};

inline constexpr std::size_t kBlockValues = 1024;  // words and values stay in the first-level cache
inline constexpr std::size_t kMaxBlockBytes = kBlockValues * sizeof(std::uint64_t);

// Writes elements [block * kBlockValues, (block + 1) * kBlockValues) of file number `file` to
// `out`, little-endian, without padding. A pure function; what an element of each kind is says
// hilo/generate.h. The calling thread must round to nearest.
void write_block(const ValueParameters& parameters, std::uint64_t file, std::uint64_t block,
                 std::byte* out);

}  // namespace hilo

#endif  // HILO_GENERATE_ARRAY_VALUES_H_
