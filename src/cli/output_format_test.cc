#include "cli/output_format.h"

#include <gtest/gtest.h>

namespace hilo::cli {
namespace {

using report::Format;

TEST(OutputFormatTest, ComesFromTheExtension) {
  EXPECT_EQ(output_format({}, ""), Format::table);
  EXPECT_EQ(output_format({}, "a.csv"), Format::csv);
  EXPECT_EQ(output_format({}, "d.x/a.JSON"), Format::json);
  EXPECT_EQ(output_format({}, "a.b.jsonl"), Format::jsonl);
  EXPECT_EQ(output_format({}, "a.ndjson"), Format::jsonl);
  EXPECT_EQ(output_format({}, "a.txt"), Format::table);
}

TEST(OutputFormatTest, IsWhatWasAskedFor) {
  EXPECT_EQ(output_format(Format::csv, "a.json"), Format::csv);
  EXPECT_EQ(output_format(Format::csv, "/dev/null"), Format::csv);
}

TEST(OutputFormatTest, RefusesOtherExtensions) {
  for (const char* path : {"a", "a.npy", "csv", "a.csv/b", "a.", "/dev/null"}) {
    const auto format = output_format({}, path);
    ASSERT_FALSE(format) << path;
    EXPECT_EQ(format.error().code, ErrorCode::usage);
  }
}

}  // namespace
}  // namespace hilo::cli
