#include "base/limbs.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace hilo {
namespace {

constexpr std::size_t kLimbBits = 64;

std::uint64_t low(Uint128 value) { return static_cast<std::uint64_t>(value); }
std::uint64_t high(Uint128 value) { return static_cast<std::uint64_t>(value >> kLimbBits); }

// magnitude << shift as three limbs, shift < 64.
struct Shifted {
  std::uint64_t limb[3];
};

Shifted shifted(Uint128 magnitude, unsigned shift) {
  const Uint128 moved = magnitude << shift;
  const std::uint64_t top =
      shift == 0 ? 0 : high(magnitude) >> (static_cast<unsigned>(kLimbBits) - shift);
  return {{low(moved), high(moved), top}};
}

}  // namespace

void add_shifted(Limbs limbs, Uint128 magnitude, std::size_t shift) {
  const Shifted addend = shifted(magnitude, static_cast<unsigned>(shift % kLimbBits));
  std::size_t i = shift / kLimbBits;
  bool carry = false;
  for (const std::uint64_t limb : addend.limb) {
    if (i >= limbs.size()) return;
    const Uint128 sum = static_cast<Uint128>(limbs[i]) + limb + carry;
    limbs[i++] = low(sum);
    carry = high(sum) != 0;
  }
  for (; carry && i < limbs.size(); ++i) carry = ++limbs[i] == 0;
}

void subtract_shifted(Limbs limbs, Uint128 magnitude, std::size_t shift) {
  const Shifted subtrahend = shifted(magnitude, static_cast<unsigned>(shift % kLimbBits));
  std::size_t i = shift / kLimbBits;
  bool borrow = false;
  for (const std::uint64_t limb : subtrahend.limb) {
    if (i >= limbs.size()) return;
    const Uint128 difference = static_cast<Uint128>(limbs[i]) - limb - borrow;
    limbs[i++] = low(difference);
    borrow = high(difference) != 0;
  }
  for (; borrow && i < limbs.size(); ++i) borrow = limbs[i]-- == 0;
}

// The zeros at both ends of b, most of a state's limbs, are passed over.
bool add(Limbs a, ConstLimbs b) {
  const std::size_t used = used_limbs(b);
  bool carry = false;
  std::size_t i = zero_limbs(b.first(used));
  for (; i < used; ++i) {
    const Uint128 sum = static_cast<Uint128>(a[i]) + b[i] + carry;
    a[i] = low(sum);
    carry = high(sum) != 0;
  }
  for (; carry && i < a.size(); ++i) carry = ++a[i] == 0;
  return carry;
}

bool subtract(Limbs a, ConstLimbs b) {
  bool borrow = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const Uint128 difference = static_cast<Uint128>(a[i]) - b[i] - borrow;
    a[i] = low(difference);
    borrow = high(difference) != 0;
  }
  return borrow;
}

void negate(Limbs limbs) {
  std::size_t i = zero_limbs(limbs);
  if (i == limbs.size()) return;
  limbs[i] = 0 - limbs[i];
  while (++i < limbs.size()) limbs[i] = ~limbs[i];
}

bool is_zero(ConstLimbs limbs) { return used_limbs(limbs) == 0; }

bool is_negative(ConstLimbs limbs) { return !limbs.empty() && (limbs.back() >> 63) != 0; }

int compare(ConstLimbs a, ConstLimbs b) {
  for (std::size_t i = a.size(); i-- > 0;) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

// Most limbs of a state are zero: four at a time.
std::size_t used_limbs(ConstLimbs limbs) {
  const std::uint64_t* const limb = limbs.data();
  std::size_t count = limbs.size();
  while (count >= 4 &&
         (limb[count - 1] | limb[count - 2] | limb[count - 3] | limb[count - 4]) == 0) {
    count -= 4;
  }
  while (count > 0 && limb[count - 1] == 0) --count;
  return count;
}

std::size_t zero_limbs(ConstLimbs limbs) {
  const std::uint64_t* const limb = limbs.data();
  const std::size_t size = limbs.size();
  std::size_t count = 0;
  while (count + 4 <= size &&
         (limb[count] | limb[count + 1] | limb[count + 2] | limb[count + 3]) == 0) {
    count += 4;
  }
  while (count < size && limb[count] == 0) ++count;
  return count;
}

std::size_t bit_length(ConstLimbs limbs) {
  const std::size_t used = used_limbs(limbs);
  if (used == 0) return 0;
  return (used - 1) * kLimbBits + static_cast<std::size_t>(std::bit_width(limbs[used - 1]));
}

void multiply(Limbs product, ConstLimbs a, ConstLimbs b) {
  std::fill(product.begin(), product.end(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < b.size(); ++j) {
      // At most (2^64-1)^2 + 2 (2^64-1) = 2^128 - 1.
      const Uint128 term = static_cast<Uint128>(a[i]) * b[j] + product[i + j] + carry;
      product[i + j] = low(term);
      carry = high(term);
    }
    product[i + b.size()] = carry;
  }
}

namespace {

// The upper limb of (limb, next) << shift, shift < 64.
std::uint64_t shifted_left(std::uint64_t limb, std::uint64_t next, unsigned shift) {
  return limb << shift | next >> 1 >> (63 - shift);
}

// The leading 256 bits of an integer, top limb first, normalized so that the top bit is set.
struct Window {
  std::uint64_t limb[4] = {};
  std::int64_t exponent = 0;
  bool sticky = false;
};

// The last of the limbs is not zero.
Window leading_window(ConstLimbs limbs, std::int64_t exponent) {
  const std::size_t used = limbs.size();
  std::uint64_t top[5] = {};
  for (std::size_t i = 0; i < std::min<std::size_t>(used, 5); ++i) top[i] = limbs[used - 1 - i];
  const unsigned shift = static_cast<unsigned>(std::countl_zero(top[0]));
  Window window;
  for (std::size_t i = 0; i < 4; ++i) window.limb[i] = shifted_left(top[i], top[i + 1], shift);
  const std::int64_t length = static_cast<std::int64_t>(used * kLimbBits) - shift;
  window.exponent = exponent + length - 256;
  window.sticky = (top[4] << shift) != 0 || (used > 5 && zero_limbs(limbs) < used - 5);
  return window;
}

// Long division of the window, a limb a digit: the remainder stays below the divisor, so each
// digit's quotient fits a limb. True if there is a remainder.
//
// Each digit is two limbs by one, with the divisor's reciprocal instead of a division: algorithm 4
// of Moeller and Granlund, "Improved division by invariant integers" (2011), where it is proved.
bool divide_by_limb(Window& window, std::uint64_t divisor) {
  // It wants a divisor with its top bit set. 2^shift moves the dividend with it, so that the
  // quotient stays; the limb that is moved out at the top is the first remainder, and it is below
  // the divisor.
  const unsigned shift = static_cast<unsigned>(std::countl_zero(divisor));
  const std::uint64_t d = divisor << shift;
  const auto reciprocal =
      low((static_cast<Uint128>(~d) << kLimbBits | ~std::uint64_t{0}) / static_cast<Uint128>(d));
  std::uint64_t remainder = shifted_left(0, window.limb[0], shift);
  for (std::size_t i = 0; i < 4; ++i) {
    const std::uint64_t next = shifted_left(window.limb[i], i < 3 ? window.limb[i + 1] : 0, shift);
    const Uint128 estimate = static_cast<Uint128>(reciprocal) * remainder +
                             (static_cast<Uint128>(remainder) << kLimbBits | next);
    std::uint64_t digit = high(estimate) + 1;
    std::uint64_t rest = next - digit * d;
    if (rest > low(estimate)) {
      --digit;
      rest += d;
    }
    if (rest >= d) {
      ++digit;
      rest -= d;
    }
    window.limb[i] = digit;
    remainder = rest;
  }
  return remainder != 0;
}

// The same, a bit a digit, for divisors of up to 127 bits.
bool divide_by_bits(Window& window, Uint128 divisor) {
  Uint128 remainder = 0;
  for (std::uint64_t& limb : window.limb) {
    std::uint64_t quotient = 0;
    for (int bit = 63; bit >= 0; --bit) {
      remainder = remainder << 1 | (limb >> bit & 1);
      const bool fits = remainder >= divisor;
      if (fits) remainder -= divisor;
      quotient = quotient << 1 | fits;
    }
    limb = quotient;
  }
  return remainder != 0;
}

// The leading bits of a window whose first or second limb is not zero.
Leading leading_of(const Window& window, bool sticky) {
  const std::uint64_t* const limb = window.limb[0] != 0 ? window.limb : window.limb + 1;
  const std::uint64_t fourth = limb == window.limb ? limb[3] : 0;
  const unsigned shift = static_cast<unsigned>(std::countl_zero(limb[0]));
  const std::uint64_t first = shifted_left(limb[0], limb[1], shift);
  const std::uint64_t second = shifted_left(limb[1], limb[2], shift);
  const bool rest = (limb[2] << shift | fourth) != 0;
  const std::int64_t top = window.exponent + (limb == window.limb ? 256 : 192);
  return {static_cast<Uint128>(first) << kLimbBits | second, top - shift - 128, rest || sticky};
}

}  // namespace

Leading leading_bits(ConstLimbs limbs, std::int64_t exponent) {
  const std::size_t used = used_limbs(limbs);
  if (used == 0) return {};
  const Window window = leading_window(limbs.first(used), exponent);
  return leading_of(window, window.sticky);
}

// Where the window leaves bits out, floor(floor(n / 2^k) / d) = floor(n / (2^k d)) makes them
// sticky only. The window has 256 bits and the divisor at most 127, so the quotient has at least
// 129: enough for 128 leading bits, the first of them in the upper two limbs.
Leading divide(ConstLimbs limbs, std::int64_t exponent, Uint128 divisor) {
  const std::size_t used = used_limbs(limbs);
  if (used == 0) return {};
  Window window = leading_window(limbs.first(used), exponent);
  const bool inexact =
      high(divisor) == 0 ? divide_by_limb(window, low(divisor)) : divide_by_bits(window, divisor);
  return leading_of(window, window.sticky || inexact);
}

Leading square_root(Leading value) {
  if (value.bits == 0) return {};
  // An even exponent halves exactly. bits then has its top bit at 126 or 127, the root at 63.
  if (value.exponent % 2 != 0) {
    value.sticky = value.sticky || (value.bits & 1) != 0;
    value.bits >>= 1;
    value.exponent += 1;
  }
  // A double's root is good to about 2^-52; one Newton step from it to about 2^-104, so that the
  // rounded-down root is off by one at most.
  const double estimate = std::sqrt(static_cast<double>(high(value.bits)) * 0x1p64);
  Uint128 root =
      estimate >= 0x1p64 ? static_cast<Uint128>(~std::uint64_t{0}) : static_cast<Uint128>(estimate);
  root = (root + value.bits / root) / 2;
  root = std::min(root, static_cast<Uint128>(~std::uint64_t{0}));
  while (root * root > value.bits) --root;
  while (root < ~std::uint64_t{0} && (root + 1) * (root + 1) <= value.bits) ++root;
  const bool inexact = root * root != value.bits;
  return {root << kLimbBits, value.exponent / 2 - 64, inexact || value.sticky};
}

namespace {

// 2^exponent, -1074 <= exponent <= 1023.
double power_of_two(std::int64_t exponent) {
  const bool is_normal = exponent >= -1022;
  return std::bit_cast<double>(is_normal ? static_cast<std::uint64_t>(exponent + 1023) << 52
                                         : std::uint64_t{1} << (exponent + 1074));
}

}  // namespace

double round_to_double(Leading value, bool negative) {
  const double sign = negative ? -1.0 : 1.0;
  if (value.bits == 0) return 0.0;
  // bits has its top bit set. The unit in the last place of the result: 2^-52 of its leading bit,
  // and never below 2^-1074.
  constexpr std::int64_t kMinExponent = -1074;
  const std::int64_t top = value.exponent + 127;
  if (top > 1023) return sign * std::numeric_limits<double>::infinity();
  const std::int64_t unit = std::max(top - 52, kMinExponent);
  const std::int64_t drop = unit - value.exponent;  // bits below the unit; at least 75
  if (drop > 128) return 0.0;                       // below half of the smallest subnormal
  const Uint128 half = static_cast<Uint128>(1) << (drop - 1);
  std::uint64_t kept = drop == 128 ? 0 : low(value.bits >> drop);
  const Uint128 rest = drop == 128 ? value.bits : value.bits & ((half << 1) - 1);
  const bool above_half = rest > half || (rest == half && value.sticky);
  if (above_half || (rest == half && (kept & 1) != 0)) ++kept;
  if (kept == 0) return 0.0;
  // kept <= 2^53, so this is exact but for the overflow that it should have.
  return sign * static_cast<double>(kept) * power_of_two(unit);
}

}  // namespace hilo
