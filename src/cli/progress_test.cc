#include "cli/progress.h"

#include <gtest/gtest.h>

#include "report/display.h"

namespace hilo::cli {
namespace {

const ProgressState kState = {.files_done = 2500,
                              .files_found = 10000,
                              .bytes_read = 2'000'000'000,
                              .mean = 1.25e-5,
                              .std = 1.0000314};

TEST(ProgressTest, SaysHowFarTheRunIs) {
  EXPECT_EQ(progress_line(kState, 0.5, 200),
            "2500/10000 files  2.0 GB  4.00 GB/s  ETA 0:02  mean 1.25e-05 \u00b1 1.00003");
}

TEST(ProgressTest, FitsTheWidth) {
  EXPECT_EQ(progress_line(kState, 0.5, 60), "2500/10000 files  2.0 GB  4.00 GB/s  ETA 0:02");
  for (std::size_t width = 0; width < 90; ++width) {
    EXPECT_LE(report::display_width(progress_line(kState, 0.5, width)), width);
  }
}

TEST(ProgressTest, SaysNothingItDoesNotKnow) {
  EXPECT_EQ(progress_line({.files_done = 0, .files_found = 1}, 3, 200), "0/1 files  ETA -");
  EXPECT_EQ(progress_line({.files_done = 1, .files_found = 1}, 3, 200), "1/1 files");
}

TEST(ProgressTest, WritesDurations) {
  EXPECT_EQ(duration_text(0), "0:00");
  EXPECT_EQ(duration_text(6.2), "0:07");
  EXPECT_EQ(duration_text(3599), "59:59");
  EXPECT_EQ(duration_text(3723), "1:02:03");
  EXPECT_EQ(duration_text(1e300), "99:59:59");
}

}  // namespace
}  // namespace hilo::cli
