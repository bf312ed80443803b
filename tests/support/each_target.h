// Runs a test body on every instruction set that this machine has, and on the mixture that runs
// where none is forced.
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
  SCOPED_TRACE("no instruction set forced");
  ASSERT_TRUE(force_target(""));
  body();
}

}  // namespace hilo::testing

#endif  // HILO_TESTS_SUPPORT_EACH_TARGET_H_
