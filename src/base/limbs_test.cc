#include "base/limbs.h"

#include <gmpxx.h>
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <vector>

#include "support/exact_oracle.h"

namespace hilo {
namespace {

using testing::rounded;
using testing::rounded_root;

using Words = std::vector<std::uint64_t>;

mpz_class integer(ConstLimbs limbs) {
  mpz_class value = 0;
  mpz_import(value.get_mpz_t(), limbs.size(), -1, sizeof(std::uint64_t), 0, 0, limbs.data());
  return value;
}

mpz_class integer(Uint128 value) {
  const Words words = {static_cast<std::uint64_t>(value), static_cast<std::uint64_t>(value >> 64)};
  return integer(words);
}

// 2^exponent
mpq_class power(long exponent) {
  const mpz_class magnitude = mpz_class(1) << static_cast<unsigned long>(std::abs(exponent));
  return exponent < 0 ? mpq_class(1, magnitude) : mpq_class(magnitude);
}

// Words of all ones, of zeros and of single bits are where carries and ties happen.
std::uint64_t nasty_word(std::mt19937_64& random) {
  switch (random() % 5) {
    case 0:
      return 0;
    case 1:
      return ~std::uint64_t{0};
    case 2:
      return std::uint64_t{1} << random() % 64;
    case 3:
      return ~std::uint64_t{0} << random() % 64;
    default:
      return random();
  }
}

Words nasty_words(std::mt19937_64& random, std::size_t count) {
  Words words(count);
  for (auto& word : words) word = nasty_word(random);
  return words;
}

TEST(LimbsTest, ShiftedAdditionAndSubtractionAreThoseOfIntegersModuloTheWidth) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 20000; ++round) {
    Words words = nasty_words(random, 1 + random() % 6);
    const mpz_class modulus = mpz_class(1) << 64 * words.size();
    const Uint128 magnitude = static_cast<Uint128>(nasty_word(random)) << 64 | nasty_word(random);
    const std::size_t shift = random() % (64 * words.size());
    const mpz_class before = integer(words);
    const mpz_class moved = integer(magnitude) << shift;

    Words sum = words;
    add_shifted(sum, magnitude, shift);
    mpz_class expected;
    mpz_fdiv_r(expected.get_mpz_t(), mpz_class(before + moved).get_mpz_t(), modulus.get_mpz_t());
    ASSERT_EQ(integer(sum), expected) << round;

    subtract_shifted(words, magnitude, shift);
    mpz_fdiv_r(expected.get_mpz_t(), mpz_class(before - moved).get_mpz_t(), modulus.get_mpz_t());
    ASSERT_EQ(integer(words), expected) << round;
  }
}

TEST(LimbsTest, SignedAdditionTakesTheMostNegativeValue) {
  std::array<std::uint64_t, 3> limbs = {};
  const Int128 lowest = static_cast<Int128>(Uint128{1} << 127);
  add_signed_shifted(limbs, lowest, 0);
  EXPECT_TRUE(is_negative(limbs));
  negate(limbs);
  EXPECT_EQ(integer(limbs), mpz_class(1) << 127);
}

TEST(LimbsTest, AddSubtractAndNegateAreInverse) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 2000; ++round) {
    const std::size_t size = 1 + random() % 5;
    const Words a = nasty_words(random, size);
    const Words b = nasty_words(random, size);
    Words sum = a;
    const bool carry = add(sum, b);
    ASSERT_EQ(integer(sum) + (carry ? mpz_class(1) << 64 * size : mpz_class(0)),
              integer(a) + integer(b));
    Words back = sum;
    ASSERT_EQ(subtract(back, b), carry);
    ASSERT_EQ(back, a);
    Words minus = a;
    negate(minus);
    add(minus, a);
    ASSERT_TRUE(is_zero(minus));
    ASSERT_EQ(compare(a, b), cmp(integer(a), integer(b)) < 0 ? -1 : (a == b ? 0 : 1));
  }
}

TEST(LimbsTest, ProductsAreExact) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 2000; ++round) {
    const Words a = nasty_words(random, 1 + random() % 5);
    const Words b = nasty_words(random, 1 + random() % 5);
    Words product(a.size() + b.size());
    multiply(product, a, b);
    ASSERT_EQ(integer(product), integer(a) * integer(b));
  }
}

TEST(LimbsTest, QuotientsAndTheirRootsAreRoundedOnce) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 20000; ++round) {
    const Words words = nasty_words(random, 1 + random() % 7);
    const long exponent = static_cast<long>(random() % 2400) - 1300;
    // Divisors below and above a limb, and the odd ones that make ties.
    Uint128 divisor = random() % 3 == 0 ? 1 + random() % 9 : nasty_word(random);
    if (random() % 3 == 0) divisor = divisor << 62 | nasty_word(random) >> 2;
    if (divisor == 0) divisor = 1;
    const mpq_class exact =
        mpq_class(integer(words)) * power(exponent) / mpq_class(integer(divisor));

    const Leading quotient = divide(words, exponent, divisor);
    ASSERT_EQ(round_to_double(quotient, false), rounded(exact)) << round;
    ASSERT_EQ(round_to_double(square_root(quotient), false), rounded_root(exact)) << round;
    if (divisor == 1) {
      ASSERT_EQ(round_to_double(leading_bits(words, exponent), false), rounded(exact));
    }
  }
}

// Exact ties, and the same with one bit far below.
TEST(LimbsTest, TiesGoToEvenAndTheFaintestBitBreaksThem) {
  for (const std::uint64_t last : {0u, 1u}) {
    for (const long exponent : {-1200L, -1130L, -1074L, -53L, 0L, 900L}) {
      for (const std::size_t limbs : {4u, 9u}) {
        for (const int faint : {0, 1}) {
          Words words(limbs, 0);
          words[0] = static_cast<std::uint64_t>(faint);
          words[limbs - 1] = (std::uint64_t{1} << 52 | last) << 2 | 2;
          const long scale = exponent - 64 * static_cast<long>(limbs - 1);
          const mpq_class exact = mpq_class(integer(words)) * power(scale);
          ASSERT_EQ(round_to_double(leading_bits(words, scale), false), rounded(exact));
          // The square's root is a tie again.
          Words square(2 * limbs);
          multiply(square, words, words);
          if (faint == 0) {
            ASSERT_EQ(round_to_double(square_root(leading_bits(square, 2 * scale)), false),
                      rounded(exact));
          }
        }
      }
    }
  }
}

TEST(LimbsTest, WhatIsBelowHalfOfTheSmallestSubnormalIsPlusZero) {
  const Words one = {1};
  EXPECT_EQ(round_to_double(leading_bits(one, -1074), false), 0x1p-1074);
  EXPECT_EQ(round_to_double(leading_bits(one, -1075), false), 0.0);  // a tie
  const Words three = {3};
  EXPECT_EQ(round_to_double(leading_bits(three, -1076), false), 0x1p-1074);
  EXPECT_FALSE(std::signbit(round_to_double(leading_bits(one, -1075), true)));
  EXPECT_FALSE(std::signbit(round_to_double(leading_bits(one, -3000), true)));
  EXPECT_EQ(round_to_double(leading_bits(one, 1024), true),
            -std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace hilo
