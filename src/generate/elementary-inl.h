// log, exp, sine and cosine for the generator, the same bits on every instruction set.
//
// Idea. The C library's functions differ between versions, and vector libraries between
// instruction sets. A formula of nothing but +, -, *, / and sqrt does not: IEEE 754 rounds each of
// them exactly, one lane or eight, as long as no compiler fuses a * b + c (the library is compiled
// with -ffp-contract=off) and the thread rounds to nearest. So each function here is a range
// reduction that is exact, or nearly, and one polynomial in Horner's form, with no branch and no
// table.
//
// Lanes are double. The bounds below are held by elementary_test.cc; the coefficients are minimax
// polynomials (Remez, at 60 digits) on the interval named.
//
//   function                 valid for            error
//   minus_log(u)             2^-1021 <= u <= 1    < 1 ulp
//   exp(x)                   |x| <= 700           < 1.25 ulp
//   sin_cos_quarter(f)       |f| <= 1/2           sine < 2 ulp, cosine < 1.5 ulp
//   uniform_of_integer(k)    k <= 2^53            exact
//
// Cost with eight lanes: about 25 to 40 instructions a vector each.

// The guard toggles: foreach_target.h includes this file once for each target.
#if defined(HILO_GENERATE_ELEMENTARY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HILO_GENERATE_ELEMENTARY_INL_H_
#undef HILO_GENERATE_ELEMENTARY_INL_H_
#else
#define HILO_GENERATE_ELEMENTARY_INL_H_
#endif

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace hilo::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Doubles = hn::ScalableTag<double>;
using Words = hn::RebindToUnsigned<Doubles>;
using VDouble = hn::Vec<Doubles>;
using VWord = hn::Vec<Words>;

// c[0] + c[1] x + c[2] x^2 + ...
template <std::size_t N>
HWY_INLINE VDouble polynomial(VDouble x, const double (&c)[N]) {
  const Doubles d;
  VDouble y = hn::Set(d, c[N - 1]);
  for (std::size_t i = N - 1; i-- > 0;) y = hn::Add(hn::Mul(y, x), hn::Set(d, c[i]));
  return y;
}

// The integer in the low 52 bits of each word; the others must be 0. Such a word under the exponent
// of 2^52 is the double 2^52 + word.
HWY_INLINE VDouble double_of_52_bits(VWord word) {
  const Doubles d;
  const Words du;
  const VDouble base = hn::Set(d, 0x1p52);
  return hn::Sub(hn::BitCast(d, hn::Or(word, hn::BitCast(du, base))), base);
}

// k * 2^-53. k is put together from two parts that share no bit, so that the sum is exact.
HWY_INLINE VDouble uniform_of_integer(VWord k) {
  const Doubles d;
  const Words du;
  const VDouble high = double_of_52_bits(hn::ShiftRight<32>(k));
  const VDouble low = double_of_52_bits(hn::And(k, hn::Set(du, 0xFFFFFFFFu)));
  return hn::Add(hn::Mul(high, hn::Set(d, 0x1p-21)), hn::Mul(low, hn::Set(d, 0x1p-53)));
}

// -log(u). u = 2^e m with m in [sqrt(1/2), sqrt(2)), f = m - 1 (exact) and s = f / (2 + f):
// log(m) = 2 atanh(s) = 2s + s P(s^2) s^2, and 2s = f - f^2/2 + s f^2/2, which keeps f itself
// exact. e * kLn2High is exact. Near u = 1, e is 0 and the result is as good as log(m).
HWY_INLINE VDouble minus_log(VDouble u) {
  static constexpr double kP[] = {// s^2 in [0, 0.02944]
                                  0x1.5555555555592p-1, 0x1.999999997fdbap-2, 0x1.24924941f108ap-2,
                                  0x1.c71c52096bd1bp-3, 0x1.74663ee69c148p-3, 0x1.39a1bacfc6493p-3,
                                  0x1.2f056339de20ep-3};
  constexpr double kLn2High = 0x1.62e42fefa3800p-1;  // 42 bits
  constexpr double kLn2Low = 0x1.ef35793c76730p-45;
  constexpr std::uint64_t kSqrtHalf = 0x3FE6A09E667F3BCD;  // its bits
  constexpr std::uint64_t kBias = 1024;  // keeps the exponent positive while it is unsigned
  const Doubles d;
  const Words du;
  const VWord bits = hn::BitCast(du, u);
  const VWord biased = hn::ShiftRight<52>(hn::Add(bits, hn::Set(du, (kBias << 52) - kSqrtHalf)));
  const VDouble m =
      hn::BitCast(d, hn::Sub(hn::Add(bits, hn::Set(du, kBias << 52)), hn::ShiftLeft<52>(biased)));
  const VDouble e = hn::Sub(double_of_52_bits(biased), hn::Set(d, double{kBias}));
  const VDouble f = hn::Sub(m, hn::Set(d, 1.0));
  const VDouble s = hn::Div(f, hn::Add(f, hn::Set(d, 2.0)));
  const VDouble z = hn::Mul(s, s);
  const VDouble half_square = hn::Mul(hn::Mul(f, f), hn::Set(d, 0.5));
  const VDouble tail = hn::Add(hn::Mul(s, hn::Add(half_square, hn::Mul(z, polynomial(z, kP)))),
                               hn::Mul(e, hn::Set(d, kLn2Low)));
  return hn::Sub(hn::Sub(hn::Sub(half_square, tail), f), hn::Mul(e, hn::Set(d, kLn2High)));
}

// e^x. x = k log(2) + r with |r| <= 0.3466, e^r = 1 + (r + r^2 Q(r)), and k goes into the exponent.
HWY_INLINE VDouble exp(VDouble x) {
  static constexpr double kQ[] = {
      // r in [-0.3466, 0.3466]
      0x1.000000000000bp-1,  0x1.5555555555561p-3,  0x1.5555555550041p-5,  0x1.111111110d64ep-7,
      0x1.6c16c185a38f4p-10, 0x1.a01a01badb6afp-13, 0x1.a019969e54973p-16, 0x1.71dddfda891f9p-19,
      0x1.28b03efc28f3cp-22, 0x1.af8571806af28p-26};
  constexpr double kLog2E = 0x1.71547652b82fep+0;
  constexpr double kLn2High = 0x1.62e42fefa3800p-1;
  constexpr double kLn2Low = 0x1.ef35793c76730p-45;
  constexpr double kRound = 0x1.8p52;  // a double this large has no fraction: adding it rounds
  const Doubles d;
  const Words du;
  const VDouble shifted = hn::Add(hn::Mul(x, hn::Set(d, kLog2E)), hn::Set(d, kRound));
  const VDouble k = hn::Sub(shifted, hn::Set(d, kRound));
  const VDouble r =
      hn::Sub(hn::Sub(x, hn::Mul(k, hn::Set(d, kLn2High))), hn::Mul(k, hn::Set(d, kLn2Low)));
  const VDouble y = hn::Add(hn::Set(d, 1.0), hn::Add(r, hn::Mul(hn::Mul(r, r), polynomial(r, kQ))));
  return hn::BitCast(d, hn::Add(hn::BitCast(du, y), hn::ShiftLeft<52>(hn::BitCast(du, shifted))));
}

// The sine and cosine of f quarter turns, f * pi / 2.
HWY_INLINE void sin_cos_quarter(VDouble f, VDouble& sine, VDouble& cosine) {
  static constexpr double kS[] = {// f^2 in [0, 1/4]
                                  -0x1.4abbce625be47p-1,  0x1.466bc67758d85p-4,
                                  -0x1.32d2cce3332ccp-8,  0x1.5078301b61792p-13,
                                  -0x1.e300a6598bfb7p-19, 0x1.e403d056e4915p-25};
  static constexpr double kC[] = {
      -0x1.3bd3cc9be45dep+0,  0x1.03c1f081b5ab0p-2,  -0x1.55d3c7e3c95bcp-6, 0x1.e1f50683b42d0p-11,
      -0x1.a6d1ecb740509p-16, 0x1.f9cc6acff3cc6p-22, -0x1.b26fe86abf9f6p-28};
  constexpr double kHalfPi = 0x1.921fb54442d18p+0;
  constexpr double kHalfPiLow = 0x1.1a62633145c07p-54;  // pi/2 - kHalfPi
  const Doubles d;
  const VDouble z = hn::Mul(f, f);
  const VDouble s = hn::Add(hn::Mul(z, polynomial(z, kS)), hn::Set(d, kHalfPiLow));
  sine = hn::Add(hn::Mul(f, hn::Set(d, kHalfPi)), hn::Mul(f, s));
  cosine = hn::Add(hn::Set(d, 1.0), hn::Mul(z, polynomial(z, kC)));
}

}  // namespace hilo::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // HILO_GENERATE_ELEMENTARY_INL_H_
