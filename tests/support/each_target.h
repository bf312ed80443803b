// Runs a test body on every instruction set that this machine has.
#ifndef HILO_TESTS_SUPPORT_EACH_TARGET_H_
#define HILO_TESTS_SUPPORT_EACH_TARGET_H_

#include <gtest/gtest.h>

#include <string>

#include "kernel/target.h"

namespace hilo::testing {

template <typename Body>
void on_each_target(Body body) {
  for (const std::string& target : supported_targets()) {
    SCOPED_TRACE("instruction set " + target);
    ASSERT_TRUE(force_target(target));
    ASSERT_EQ(current_target(), target);
    body();
  }
  ASSERT_TRUE(force_target(""));
}

}  // namespace hilo::testing

#endif  // HILO_TESTS_SUPPORT_EACH_TARGET_H_
