// The source of all randomness: a pure function from (seed, file, position) to 64 bits.
#ifndef HILO_GENERATE_RANDOM_WORDS_H_
#define HILO_GENERATE_RANDOM_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace hilo {

// Words come in multiples of this many: four for each lane of the widest vector.
inline constexpr std::size_t kWordStep = 128;

// Words first_word, first_word + 1, ... of file number `file`; first_word is a multiple of 4,
// words.size() one of kWordStep. Word p is word p % 4 of
//     Random123's Threefry4x64-20, counter (p / 4, file, 0, 0), key (seed, 0, 0, 0).
void random_words(std::uint64_t seed, std::uint64_t file, std::uint64_t first_word,
                  std::span<std::uint64_t> words);

}  // namespace hilo

#endif  // HILO_GENERATE_RANDOM_WORDS_H_
