#include "generate/array_values.h"

#include <array>

#include "generate/distribution.h"
#include "generate/encode.h"
#include "generate/random_words.h"

namespace hilo {

static_assert(kBlockValues % kWordStep == 0);

void write_block(const ValueParameters& parameters, std::uint64_t file, std::uint64_t block,
                 std::byte* out) {
  alignas(64) std::array<std::uint64_t, kBlockValues> words;
  random_words(parameters.seed, file, block * kBlockValues, words);
  if (encodes_words(parameters.distribution, parameters.kind)) {
    return encode_words(parameters.kind, words, out);
  }
  alignas(64) std::array<double, kBlockValues> values;
  apply_distribution(parameters.distribution, words, values.data());
  encode_values(parameters.distribution, parameters.kind, values, out);
}

}  // namespace hilo
