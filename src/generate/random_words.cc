// Threefry4x64-20, a counter-based generator: a reduced block cipher (Threefish) that scrambles a
// counter under a key. There is no state to hand on, so any worker makes any part of any file.
// J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11.
//
// Of the generators of Random123 it is the one whose additions, rotations and exclusive ors map
// onto vectors of 64-bit lanes: here each lane scrambles a counter of its own. random_words_test.cc
// holds the words against Random123.

#include "generate/random_words.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "generate/random_words.cc"
#include <hwy/foreach_target.h>
//
#include <hwy/highway.h>

#include "kernel/dispatch.h"

HWY_BEFORE_NAMESPACE();
namespace hilo::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Words = hn::ScalableTag<std::uint64_t>;
using VWord = hn::Vec<Words>;

template <int kLeft>
HWY_INLINE void mix(VWord& a, VWord& b) {
  a = hn::Add(a, b);
  b = hn::Xor(hn::RotateRight<64 - kLeft>(b), a);
}

// The additions of the key before the first round and after each fourth.
HWY_INLINE void add_key(const std::uint64_t (&key)[5], std::uint64_t step, VWord (&x)[4]) {
  const Words d;
  x[0] = hn::Add(x[0], hn::Set(d, key[step % 5]));
  x[1] = hn::Add(x[1], hn::Set(d, key[(step + 1) % 5]));
  x[2] = hn::Add(x[2], hn::Set(d, key[(step + 2) % 5]));
  x[3] = hn::Add(x[3], hn::Set(d, key[(step + 3) % 5] + step));
}

HWY_INLINE void first_four_rounds(VWord (&x)[4]) {
  mix<14>(x[0], x[1]), mix<16>(x[2], x[3]);
  mix<52>(x[0], x[3]), mix<57>(x[2], x[1]);
  mix<23>(x[0], x[1]), mix<40>(x[2], x[3]);
  mix<5>(x[0], x[3]), mix<37>(x[2], x[1]);
}

HWY_INLINE void second_four_rounds(VWord (&x)[4]) {
  mix<25>(x[0], x[1]), mix<33>(x[2], x[3]);
  mix<46>(x[0], x[3]), mix<12>(x[2], x[1]);
  mix<58>(x[0], x[1]), mix<22>(x[2], x[3]);
  mix<32>(x[0], x[3]), mix<32>(x[2], x[1]);
}

}  // namespace

void threefry_words(std::uint64_t seed, std::uint64_t file, std::uint64_t first_counter,
                    std::uint64_t* words, std::size_t count) {
  const Words d;
  const std::uint64_t key[5] = {seed, 0, 0, 0, seed ^ 0x1BD11BDAA9FC1A22};
  VWord counter = hn::Iota(d, first_counter);
  for (std::size_t i = 0; i < count; i += 4 * hn::Lanes(d)) {
    VWord x[4] = {counter, hn::Set(d, file), hn::Zero(d), hn::Zero(d)};
    add_key(key, 0, x);
    first_four_rounds(x), add_key(key, 1, x);
    second_four_rounds(x), add_key(key, 2, x);
    first_four_rounds(x), add_key(key, 3, x);
    second_four_rounds(x), add_key(key, 4, x);
    first_four_rounds(x), add_key(key, 5, x);
    hn::StoreInterleaved4(x[0], x[1], x[2], x[3], d, words + i);
    counter = hn::Add(counter, hn::Set(d, hn::Lanes(d)));
  }
}

}  // namespace hilo::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hilo {

HILO_EXPORT(threefry_words);

void random_words(std::uint64_t seed, std::uint64_t file, std::uint64_t first_word,
                  std::span<std::uint64_t> words) {
  HILO_DISPATCH(threefry_words, Work::much)(seed, file, first_word / 4, words.data(), words.size());
}

}  // namespace hilo
#endif  // HWY_ONCE
