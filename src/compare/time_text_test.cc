#include "compare/time_text.h"

#include <gtest/gtest.h>

#include "base/quantity_text.h"

namespace hilo {
namespace {

struct Spelled {
  double seconds;
  const char* text;
};

// What IPython 9.18.1 printed for them.
constexpr Spelled kByIPython[] = {
    {0, "0 ns"},
    {1e-10, "0.1 ns"},
    {1.5e-09, "1.5 ns"},
    {1e-06, "1 μs"},
    {0.000123456, "123 μs"},
    {0.000497, "497 μs"},
    {0.0009994, "999 μs"},
    {0.001, "1 ms"},
    {0.00226, "2.26 ms"},
    {0.003, "3 ms"},
    {0.00882, "8.82 ms"},
    {0.0111, "11.1 ms"},
    {0.25, "250 ms"},
    {0.5, "500 ms"},
    {0.996, "996 ms"},
    {0.9994, "999 ms"},
    {1.0, "1 s"},
    {1.2, "1.2 s"},
    {2.0, "2 s"},
    {2.004, "2 s"},
    {9.995, "9.99 s"},
    {10.1, "10.1 s"},
    {18.93, "18.9 s"},
    {59.94, "59.9 s"},
    {59.96, "60 s"},
    {60, "1min"},
    {61.5, "1min 1s"},
    {85.4, "1min 25s"},
    {119.99, "1min 59s"},
    {120, "2min"},
    {3599.9, "59min 59s"},
    {3600, "1h"},
    {3661, "1h 1min 1s"},
    {86400, "1d"},
    {90061.7, "1d 1h 1min 1s"},
};

TEST(TimeTextTest, IsWhatANotebookSays) {
  for (const Spelled& spelled : kByIPython) {
    EXPECT_EQ(seconds_text(spelled.seconds), spelled.text);
  }
}

TEST(TimeTextTest, ThereAreNoThousandMilliseconds) {
  EXPECT_EQ(seconds_text(0.9996), "1 s");
  EXPECT_EQ(seconds_text(0.0009999), "1 ms");
}

TEST(TimeTextTest, ClocksThatGoBackShowNothing) { EXPECT_EQ(seconds_text(-0.1), "0 ns"); }

TEST(TimeTextTest, LinesAreThoseOfTheNotebook) {
  const RunTimes times = {10.1, 8.83, 85.4};
  EXPECT_EQ(notebook_cpu_line(times), "CPU times: user 10.1 s, sys: 8.83 s, total: 18.9 s");
  EXPECT_EQ(notebook_wall_line(times), "Wall time: 1min 25s");
  EXPECT_EQ(notebook_cpu_line({0.003, 0, 0.00226}), "CPU times: user 3 ms, sys: 0 ns, total: 3 ms");
}

}  // namespace
}  // namespace hilo
