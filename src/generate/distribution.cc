#include "generate/distribution.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "generate/distribution.cc"
#include <hwy/foreach_target.h>
//
#include "generate/elementary-inl.h"
#include "kernel/dispatch.h"

HWY_BEFORE_NAMESPACE();
namespace hilo::HWY_NAMESPACE {

// The word's upper two bits choose a quadrant, the next 52 a point in it: the centres of 2^54 equal
// arcs, so that no sine or cosine is ever 0 and both are symmetric.
HWY_INLINE void direction(VWord word, VDouble& x, VDouble& y) {
  const Doubles d;
  const Words du;
  const VWord sign = hn::Set(du, std::uint64_t{1} << 63);
  const VWord arc = hn::And(hn::ShiftRight<10>(word), hn::Set(du, (std::uint64_t{1} << 52) - 1));
  const VDouble centred =
      hn::Add(hn::Sub(double_of_52_bits(arc), hn::Set(d, 0x1p51)), hn::Set(d, 0.5));
  VDouble sine, cosine;
  sin_cos_quarter(hn::Mul(centred, hn::Set(d, 0x1p-52)), sine, cosine);
  // Quadrants 0 to 3: (c, s), (-s, c), (-c, -s), (s, -c). The exchange is done in bits alone:
  // selecting by the sign of a vector of doubles means other things to other targets.
  const VWord odd = hn::ShiftLeft<1>(word);
  const VWord all_if_odd = hn::Sub(hn::Zero(du), hn::ShiftRight<63>(odd));
  const VDouble change = hn::And(hn::Xor(sine, cosine), hn::BitCast(d, all_if_odd));
  x = hn::Xor(hn::Xor(cosine, change), hn::BitCast(d, hn::And(hn::Xor(word, odd), sign)));
  y = hn::Xor(hn::Xor(sine, change), hn::BitCast(d, hn::And(word, sign)));
}

HWY_INLINE void normal_pair(VWord radius_word, VWord angle_word, VDouble& x, VDouble& y) {
  const Doubles d;
  const Words du;
  const VDouble u = uniform_of_integer(hn::Add(hn::ShiftRight<11>(radius_word), hn::Set(du, 1)));
  const VDouble r = hn::Sqrt(hn::Mul(hn::Set(d, 2.0), minus_log(u)));
  direction(angle_word, x, y);
  x = hn::Mul(r, x);
  y = hn::Mul(r, y);
}

void uniform_values(const std::uint64_t* words, std::size_t count, double* values) {
  const Doubles d;
  const Words du;
  for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
    const VWord k = hn::ShiftRight<11>(hn::LoadU(du, words + i));
    hn::StoreU(uniform_of_integer(k), d, values + i);
  }
}

void normal_values(const std::uint64_t* words, std::size_t count, double* values) {
  const Doubles d;
  const Words du;
  for (std::size_t i = 0; i < count; i += 2 * hn::Lanes(d)) {
    VWord radius_word, angle_word;
    hn::LoadInterleaved2(du, words + i, radius_word, angle_word);
    VDouble x, y;
    normal_pair(radius_word, angle_word, x, y);
    hn::StoreInterleaved2(x, y, d, values + i);
  }
}

void lognormal_values(const std::uint64_t* words, std::size_t count, double* values) {
  const Doubles d;
  const Words du;
  for (std::size_t i = 0; i < count; i += 2 * hn::Lanes(d)) {
    VWord radius_word, angle_word;
    hn::LoadInterleaved2(du, words + i, radius_word, angle_word);
    VDouble x, y;
    normal_pair(radius_word, angle_word, x, y);
    hn::StoreInterleaved2(exp(x), exp(y), d, values + i);
  }
}

}  // namespace hilo::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hilo {

HILO_EXPORT(uniform_values);
HILO_EXPORT(normal_values);
HILO_EXPORT(lognormal_values);

void apply_distribution(Distribution distribution, std::span<const std::uint64_t> words,
                        double* values) {
  switch (distribution) {
    case Distribution::uniform:
      HILO_DISPATCH(uniform_values, Work::much)(words.data(), words.size(), values);
      return;
    case Distribution::normal:
      HILO_DISPATCH(normal_values, Work::much)(words.data(), words.size(), values);
      return;
    case Distribution::lognormal:
      HILO_DISPATCH(lognormal_values, Work::much)(words.data(), words.size(), values);
      return;
  }
}

}  // namespace hilo
#endif  // HWY_ONCE
