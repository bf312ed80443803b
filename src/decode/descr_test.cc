#include "decode/descr.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace hilo {
namespace {

constexpr std::endian kOther =
    std::endian::native == std::endian::little ? std::endian::big : std::endian::little;

TEST(Descr, EveryKindInBothByteOrders) {
  for (const std::string name : {"i2", "i4", "i8", "u2", "u4", "u8", "f2", "f4", "f8"}) {
    for (const std::string order : {"<", ">"}) {
      const auto dtype = parse_descr(order + name);
      ASSERT_TRUE(dtype) << order << name;
      EXPECT_EQ(to_string(*dtype), order + name);
    }
    // "=", "|" and nothing mean the machine's own order.
    const auto native = parse_descr(name);
    ASSERT_TRUE(native) << name;
    EXPECT_EQ(native->order, std::endian::native);
    EXPECT_EQ(parse_descr("=" + name), native);
    EXPECT_EQ(parse_descr("|" + name), native);
  }
  for (const std::string name : {"b1", "i1", "u1"}) {
    for (const std::string order : {"", "<", ">", "=", "|"}) {
      const auto dtype = parse_descr(order + name);
      ASSERT_TRUE(dtype) << order << name;
      EXPECT_EQ(to_string(*dtype), "|" + name);
    }
  }
}

TEST(Descr, TypeCharactersAndTypeNumbers) {
  const std::pair<std::string, Kind> characters[] = {{"?", Kind::boolean},
                                                     {"b", Kind::int8},
                                                     {"B", Kind::uint8},
                                                     {"h", Kind::int16},
                                                     {"H", Kind::uint16},
                                                     {"i", Kind::int32},
                                                     {"I", Kind::uint32},
                                                     {"l", Kind::int64},
                                                     {"q", Kind::int64},
                                                     {"p", Kind::int64},
                                                     {"n", Kind::int64},
                                                     {"L", Kind::uint64},
                                                     {"Q", Kind::uint64},
                                                     {"P", Kind::uint64},
                                                     {"N", Kind::uint64},
                                                     {"e", Kind::float16},
                                                     {"f", Kind::float32},
                                                     {"d", Kind::float64},
                                                     {"\x01", Kind::int8},
                                                     {"\n", Kind::uint64},
                                                     {"\x0c", Kind::float64},
                                                     {"\x17", Kind::float16},
                                                     {std::string(1, '\0'), Kind::boolean}};
  for (const auto& [character, kind] : characters) {
    EXPECT_EQ(parse_descr(character), Dtype{kind}) << character;
    EXPECT_EQ(parse_descr(">" + character),
              (Dtype{kind, item_bytes(kind) == 1 ? std::endian::native : std::endian::big}))
        << character;
  }
}

TEST(Descr, NamesTakeNoByteOrder) {
  const std::pair<std::string, Kind> names[] = {
      {"float64", Kind::float64}, {"double", Kind::float64}, {"float", Kind::float64},
      {"half", Kind::float16},    {"single", Kind::float32}, {"int", Kind::int64},
      {"intc", Kind::int32},      {"long", Kind::int64},     {"ulonglong", Kind::uint64},
      {"bool", Kind::boolean},    {"byte", Kind::int8},      {"ubyte", Kind::uint8},
      {"float_", Kind::float64},  {"int0", Kind::int64},     {"short", Kind::int16}};
  for (const auto& [name, kind] : names) {
    EXPECT_EQ(parse_descr(name), Dtype{kind}) << name;
    EXPECT_FALSE(parse_descr("<" + name)) << name;
    EXPECT_FALSE(parse_descr("=" + name)) << name;
  }
}

TEST(Descr, SizesAreNumbersAsStrtolReadsThem) {
  for (const std::string descr : {"f8", "f 8", "f+8", "f08", "f\t\n+008"}) {
    EXPECT_EQ(parse_descr(descr), Dtype{Kind::float64}) << descr;
  }
  EXPECT_EQ(parse_descr("<f" + std::string(60, '0') + "8"),
            (Dtype{Kind::float64, std::endian::little}));
  EXPECT_EQ(parse_descr((kOther == std::endian::big ? ">" : "<") + std::string("f 8")),
            (Dtype{Kind::float64, kOther}));
}

TEST(Descr, WhatNumpyRefusesIsRefused) {
  for (const std::string descr :
       {"",    "<",       "<<f8",    " f8", "f8 ", "f-8", "f0",          "d0", "d8",
        "e2",  "?1",      "B1",      "b8",  "i3",  "u16", "f4294967304", "F8", "@f8",
        "!f8", "float63", "Float64", "f8x", "f+",  "f ",  "<float64"}) {
    EXPECT_FALSE(parse_descr(descr)) << descr;
  }
  EXPECT_FALSE(parse_descr(std::string("f8\0", 3)));
}

TEST(Descr, WhatHiloDoesNotComputeIsRefused) {
  for (const std::string descr : {"c8",         "<c16",
                                  "c32",        "F",
                                  "D",          "G",
                                  "g",          "<f16",
                                  "S",          "|S3",
                                  "<U8",        "a5",
                                  "c",          "T",
                                  "|V4",        "<M8[ns]",
                                  "m8",         "O",
                                  "object",     "complex",
                                  "longdouble", "datetime64[s]",
                                  "1f8",        "()f8",
                                  "f8,",        "f4,f4",
                                  "(2)f8"}) {
    EXPECT_FALSE(parse_descr(descr)) << descr;
    EXPECT_NE(describe_descr(descr), "an unknown dtype") << descr;
  }
}

}  // namespace
}  // namespace hilo
