// Integers of many 64-bit limbs, least limb first, and correctly rounded ways out of them.
//
// An exact sum is a fixed-point number: an integer in units of a power of two. Three things are
// done with it. Small integers are added at a bit position (the hot one: a few limbs, then a carry
// that almost never goes far). Two of them are multiplied and subtracted for the variance's
// numerator. And one is rounded, divided or square-rooted to a double. For the last, only the
// leading bits matter and whether anything non-zero follows them (the sticky bit): with q =
// floor(y) and sticky = (y != q), q of at least 55 bits decides the nearest double of y, ties to
// even.
#ifndef HILO_BASE_LIMBS_H_
#define HILO_BASE_LIMBS_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace hilo {

__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;

using Limbs = std::span<std::uint64_t>;
using ConstLimbs = std::span<const std::uint64_t>;

// limbs += magnitude * 2^shift, or -=, modulo 2^(64 * limbs.size()). The bits of magnitude *
// 2^shift beyond the limbs are dropped.
void add_shifted(Limbs limbs, Uint128 magnitude, std::size_t shift);
void subtract_shifted(Limbs limbs, Uint128 magnitude, std::size_t shift);

// limbs += value * 2^shift, in two's complement.
inline void add_signed_shifted(Limbs limbs, Int128 value, std::size_t shift) {
  if (value < 0) {
    subtract_shifted(limbs, -static_cast<Uint128>(value), shift);
  } else {
    add_shifted(limbs, static_cast<Uint128>(value), shift);
  }
}

// a += b, a -= b; both of the same size. The carry (borrow) out of the last limb is returned.
bool add(Limbs a, ConstLimbs b);
bool subtract(Limbs a, ConstLimbs b);

void negate(Limbs limbs);  // two's complement
bool is_zero(ConstLimbs limbs);
bool is_negative(ConstLimbs limbs);        // the sign bit of two's complement
int compare(ConstLimbs a, ConstLimbs b);   // unsigned, same size: -1, 0, 1
std::size_t used_limbs(ConstLimbs limbs);  // without the zero limbs at the top
std::size_t zero_limbs(ConstLimbs limbs);  // zero limbs at the bottom; all of them for zero
std::size_t bit_length(ConstLimbs limbs);  // 0 for zero

// product = a * b, product.size() == a.size() + b.size(), no overlap. Schoolbook: a.size() *
// b.size() multiplications.
void multiply(Limbs product, ConstLimbs a, ConstLimbs b);

// (bits + something in (0, 1) if sticky) * 2^exponent; bits is 0 or has its top bit set.
struct Leading {
  Uint128 bits = 0;
  std::int64_t exponent = 0;
  bool sticky = false;
};

// The leading bits of limbs * 2^exponent, exactly but for what sticky says.
Leading leading_bits(ConstLimbs limbs, std::int64_t exponent);

// The leading bits of limbs * 2^exponent / divisor, 1 <= divisor < 2^127.
Leading divide(ConstLimbs limbs, std::int64_t exponent, Uint128 divisor);

// The leading 64 bits of the square root (in the upper half of bits).
Leading square_root(Leading value);

// The double nearest to the value, ties to even, once, also where it is subnormal; infinity beyond
// the range; +0.0 for any zero.
double round_to_double(Leading value, bool negative);

}  // namespace hilo

#endif  // HILO_BASE_LIMBS_H_
