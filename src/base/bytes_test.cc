#include "base/bytes.h"

#include <gtest/gtest.h>

namespace hilo {
namespace {

TEST(BytesTest, IntegersAreLittleEndian) {
  ByteWriter writer;
  writer.put(std::uint32_t{0x01020304});
  writer.put(std::int64_t{-2});
  writer.put_text("ab");
  EXPECT_EQ(writer.view(), std::string_view("\4\3\2\1\xfe\xff\xff\xff\xff\xff\xff\xff"
                                            "ab"));
  ByteReader reader(writer.view());
  EXPECT_EQ(reader.get<std::uint32_t>(), 0x01020304u);
  EXPECT_EQ(reader.get<std::int64_t>(), -2);
  EXPECT_EQ(reader.left(), 2u);
  EXPECT_EQ(reader.get_text(2), "ab");
  EXPECT_TRUE(reader.is_good());
}

TEST(BytesTest, BeyondTheEndIsNothingAndIsTold) {
  ByteReader reader("abc");
  EXPECT_EQ(reader.get<std::uint32_t>(), 0u);
  EXPECT_FALSE(reader.is_good());
  EXPECT_EQ(reader.get_byte(), 0u);
  EXPECT_EQ(reader.get_text(SIZE_MAX), "");
  EXPECT_EQ(reader.left(), 0u);
}

}  // namespace
}  // namespace hilo
