#include "cli/spool.h"

#include <gtest/gtest.h>

namespace hilo::cli {
namespace {

class StringSink : public ByteSink {
 public:
  Result<void> write(std::string_view bytes) override {
    text += bytes;
    return {};
  }
  std::string text;
};

TEST(SpoolTest, GivesBackWhatItWasGiven) {
  for (const std::size_t pieces : {0u, 1u, 40u}) {
    Spool spool;
    std::string expected;
    for (std::size_t i = 0; i < pieces; ++i) {
      const std::string piece(100'003, static_cast<char>('a' + i % 26));
      ASSERT_TRUE(spool.write(piece));
      expected += piece;
    }
    StringSink sink;
    ASSERT_TRUE(spool.copy_to(sink));
    EXPECT_EQ(sink.text == expected, true) << pieces;
  }
}

}  // namespace
}  // namespace hilo::cli
