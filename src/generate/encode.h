// Random words and values of a distribution to the elements of an array.
#ifndef HILO_GENERATE_ENCODE_H_
#define HILO_GENERATE_ENCODE_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "hilo/dtype.h"
#include "hilo/generate.h"

namespace hilo {

// Whether elements of this kind are made from words alone, without values.
constexpr bool encodes_words(Distribution distribution, Kind kind) {
  return distribution == Distribution::uniform && !is_floating(kind);
}

// Writes uniform elements of an integer kind or bool: the upper bits of each word.
void encode_words(Kind kind, std::span<const std::uint64_t> words, std::byte* out);

// Writes an element for each value of `distribution`, rounded to nearest, ties to even. `out` needs
// no alignment. Integer kinds take normal and lognormal values only.
void encode_values(Distribution distribution, Kind kind, std::span<const double> values,
                   std::byte* out);

}  // namespace hilo

#endif  // HILO_GENERATE_ENCODE_H_
