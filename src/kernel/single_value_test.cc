#include "kernel/single_value.h"

#include <gtest/gtest.h>

#include <limits>

#include "hilo/moments.h"

namespace hilo {
namespace {

using Limits = std::numeric_limits<double>;

TEST(SignificandTest, IsTheIntegerOfADouble) {
  EXPECT_EQ(significand_of(1.0).bits, std::uint64_t{1} << 52);
  EXPECT_EQ(significand_of(1.0).shift, 1022u);
  EXPECT_EQ(significand_of(-Limits::denorm_min()).bits, 1u);
  EXPECT_EQ(significand_of(Limits::denorm_min()).shift, 0u);
  EXPECT_EQ(significand_of(Limits::min()).bits, std::uint64_t{1} << 52);
  EXPECT_EQ(significand_of(Limits::min()).shift, 0u);
  EXPECT_EQ(significand_of(-0.0).bits, 0u);
}

TEST(SingleValueTest, TakenOutBeforeItIsPutInLeavesNothing) {
  for (const double value : {1.5, -2.25, 0.0, -0.0, Limits::denorm_min(), -Limits::denorm_min(),
                             Limits::max(), -Limits::max()}) {
    ExactState state;
    subtract_value(state, value);
    add_value(state, value);
    EXPECT_EQ(state.sum, ExactState().sum);
    EXPECT_EQ(state.squares, ExactState().squares);
    add_value(state, value);
    const ExactState once = state;
    add_value(state, 3.0);
    subtract_value(state, 3.0);
    EXPECT_EQ(state.sum, once.sum);
    EXPECT_EQ(state.squares, once.squares);
  }
}

}  // namespace
}  // namespace hilo
