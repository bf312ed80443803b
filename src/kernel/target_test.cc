#include "kernel/target.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace hilo {
namespace {

TEST(TargetTest, AnUnknownInstructionSetIsRefusedWithTheKnownOnes) {
  const auto refused = force_target("avx9");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::usage);
  EXPECT_NE(refused.error().message.find(supported_targets().front()), std::string::npos);
  EXPECT_EQ(current_target(), supported_targets().front());
}

TEST(TargetTest, AForcedOneIsUsedForAllWork) {
  for (const std::string& target : supported_targets()) {
    ASSERT_TRUE(force_target(target));
    for (const Work work : {Work::much, Work::little, Work::tiny}) {
      EXPECT_EQ(current_target(work), target);
    }
  }
  ASSERT_TRUE(force_target(""));
}

TEST(TargetTest, LittleWorkStaysOffWideVectors) {
  ASSERT_TRUE(force_target(""));
  const auto supported = supported_targets();
  EXPECT_EQ(current_target(Work::much), supported.front());
  EXPECT_NE(current_target(Work::little), "avx3");
  EXPECT_NE(current_target(Work::tiny), "avx3");
  EXPECT_NE(current_target(Work::tiny), "avx2");
  // What is left is the best of the rest.
  const auto narrow = std::find_if(supported.begin(), supported.end(), [](const std::string& name) {
    return name != "avx3" && name != "avx2";
  });
  ASSERT_NE(narrow, supported.end());
  EXPECT_EQ(current_target(Work::tiny), *narrow);
}

TEST(TargetTest, WorkIsMeasuredInBytes) {
  EXPECT_EQ(work_of(0), Work::tiny);
  EXPECT_EQ(work_of(2048), Work::tiny);
  EXPECT_EQ(work_of(2049), Work::little);
  EXPECT_EQ(work_of(16384), Work::little);
  EXPECT_EQ(work_of(16385), Work::much);
}

}  // namespace
}  // namespace hilo
