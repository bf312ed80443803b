// Runs a test on each instruction set that the CPU has.
#ifndef HILO_GENERATE_EACH_TARGET_TEST_H_
#define HILO_GENERATE_EACH_TARGET_TEST_H_

#include <gtest/gtest.h>
#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>
#include <set>

namespace hilo {

// Calls `body` once for each target that is compiled in and runs here, with dispatch bound to it.
template <typename Body>
void for_each_target(const Body& body) {
  std::set<std::size_t> tables;
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    SCOPED_TRACE(hwy::TargetName(target));
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    EXPECT_TRUE(tables.insert(hwy::GetChosenTarget().GetIndex()).second) << "a target ran twice";
    body();
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().DeInit();
}

}  // namespace hilo

#endif  // HILO_GENERATE_EACH_TARGET_TEST_H_
