#include "decode/npy_header.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decode/written_header.h"

namespace hilo {
namespace {

using Shape = std::vector<std::int64_t>;

constexpr std::string_view kPlain = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }";

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result(text);
  result.replace(result.find(from), from.size(), to);
  return result;
}

std::string with_shape(std::string_view shape) { return replaced(kPlain, "(3,)", shape); }
std::string with_descr(std::string_view descr) { return replaced(kPlain, "'<f8'", descr); }

// The bytes of a file up to its data.
std::string head_of(std::string_view header, int major = 1) {
  std::string head = "\x93NUMPY";
  head += static_cast<char>(major);
  head += '\0';
  for (int i = 0; i < (major == 1 ? 2 : 4); ++i) {
    head += static_cast<char>(header.size() >> (8 * i) & 0xff);
  }
  return head.append(header);
}

Result<ArrayInfo> parse(std::string_view head, std::uint64_t file_bytes) {
  return parse_npy_header(std::as_bytes(std::span(head)), file_bytes);
}

// A file with this header and this many bytes of data.
Result<ArrayInfo> parse_header(std::string_view header, std::uint64_t data_bytes = 24,
                               int major = 1) {
  const std::string head = head_of(header, major);
  return parse(head, head.size() + data_bytes);
}

ErrorCode code_of(const Result<ArrayInfo>& info) { return info ? ErrorCode{} : info.error().code; }

std::string message_of(const Result<ArrayInfo>& info) {
  return info ? "no error" : to_string(info.error());
}

TEST(NpyHeader, HoldsWhatNumpyWrites) {
  std::string header(kPlain);
  header.resize(117, ' ');
  header += '\n';
  const auto info = parse_header(header);
  ASSERT_TRUE(info) << message_of(info);
  EXPECT_EQ(info->dtype, (Dtype{Kind::float64, std::endian::little}));
  EXPECT_EQ(info->shape, Shape{3});
  EXPECT_FALSE(info->fortran_order);
  EXPECT_EQ(info->version_major, 1);
  EXPECT_EQ(info->version_minor, 0);
  EXPECT_EQ(info->data_offset, 128);
  EXPECT_EQ(info->size, 3);
  EXPECT_EQ(info->data_bytes, 24);
}

TEST(NpyHeader, VersionsDifferInTheLengthOfTheLength) {
  for (const int major : {1, 2, 3}) {
    const auto info = parse_header(kPlain, 24, major);
    ASSERT_TRUE(info) << message_of(info);
    EXPECT_EQ(info->version_major, major);
    EXPECT_EQ(info->data_offset, static_cast<std::int64_t>(kPlain.size()) + (major == 1 ? 10 : 12));
  }
}

TEST(NpyHeader, ReadsEverySpellingOfTheSame) {
  for (const std::string_view header : {
           "{'shape':(3,),'fortran_order':False,'descr':'<f8'}",
           "{\"descr\": \"<f8\", \"fortran_order\": False, \"shape\": (3,)}",
           " \t{'descr': '<f8', 'fortran_order': False, 'shape': (3,)}\n\n  # comment",
           "\n# {\n  # indented\n{'descr': '<f8', 'fortran_order': False, 'shape': (3,)}",
           "{\n'descr'\t:\f'<f8'\r,\r\n'fortran_order':\\\nFalse, 'shape': ( 3 , ) , }",
           "( ({'descr': ('<f8'), ('fortran_order'): (False), 'shape': (((3),))}\n)\n)",
           "{u'descr': r'<f8', 'fortran_order': False, U'''shape''': (3,)}",
           "{'des' \"cr\": '<' 'f' '8', 'fortran' # comment\n '_order': False, 'shape': (3,)}",
           "{'\\x64escr': '\\74f\\U00000038', 'fortran_order': False, '\\u0073h\\\nape': (3,)}",
           "{'descr': '<f8', 'fortran_order': False, 'shape': (+3,)}",
           "{'descr': '<f8', 'fortran_order': False, 'shape': (0x3,)}",
           "{'descr': '<f8', 'fortran_order': False, 'shape': (0b1_1,)}",
           "{'descr': '<f8', 'fortran_order': False, 'shape': (0O_3,)}",
           "{'descr': '<f8', 'fortran_order': False, 'shape': (+ (3),)}",
       }) {
    const auto info = parse_header(header);
    ASSERT_TRUE(info) << header << ": " << message_of(info);
    EXPECT_EQ(to_string(info->dtype), "<f8") << header;
    EXPECT_EQ(info->shape, Shape{3}) << header;
    EXPECT_FALSE(info->fortran_order) << header;
  }
}

TEST(NpyHeader, ReadsTheLongsOfPython2InVersions1And2) {
  for (const std::string_view shape : {"(3L,)", "(3L, 1L)", "(3 L,)", "(0x3L,)", "((3L),)"}) {
    EXPECT_TRUE(parse_header(with_shape(shape), 24, 1)) << shape;
    EXPECT_TRUE(parse_header(with_shape(shape), 24, 2)) << shape;
    EXPECT_EQ(code_of(parse_header(with_shape(shape), 24, 3)), ErrorCode::header_syntax) << shape;
  }
  for (const std::string_view shape : {"(3l,)", "(3LL,)", "(3\nL,)", "(L,)", "(3L2,)"}) {
    EXPECT_EQ(code_of(parse_header(with_shape(shape))), ErrorCode::header_syntax) << shape;
  }
}

TEST(NpyHeader, BothParsersAgree) {
  const std::pair<std::string_view, std::uint64_t> shapes[] = {
      {"()", 8}, {"(0,)", 0}, {"(10,)", 80}, {"(3, 4)", 96}, {"(2, 3, 4)", 192}, {"(3, 0)", 0}};
  for (const auto& [shape, data_bytes] : shapes) {
    for (const std::string_view order : {"True", "False"}) {
      const std::string written = replaced(with_shape(shape), "False", order);
      HeaderFields fields;
      EXPECT_TRUE(match_written_header(written, fields)) << written;
      const std::string other = replaced(written, "{", "{\n");
      fields = {};
      EXPECT_FALSE(match_written_header(other, fields)) << other;
      auto a = parse_header(written, data_bytes);
      auto b = parse_header(other, data_bytes);
      ASSERT_TRUE(a && b) << message_of(a) << message_of(b);
      --b->data_offset;
      EXPECT_EQ(*a, *b);
    }
  }
}

TEST(NpyHeader, WhatNumpyDoesNotWriteIsLeftToTheFullParser) {
  const std::string plain(kPlain);
  for (const std::string& header :
       {with_shape("(3)"), with_shape("(03,)"), with_shape("( 3,)"), with_shape("(,)"),
        with_shape("(3L,)"), with_shape("(1000000000000000000,)"), with_descr("'\\x3cf8'"),
        with_descr("'<f8"), with_descr("\"<f8\""), with_descr("'<f\xe9'"), with_descr("'<f8' ''"),
        plain + "x", plain.substr(0, plain.size() - 1)}) {
    HeaderFields fields;
    EXPECT_FALSE(match_written_header(header, fields)) << header;
  }
}

TEST(NpyHeader, ShapesOfAllKinds) {
  struct Case {
    std::string_view shape;
    std::uint64_t data_bytes;
    Shape expected;
  };
  for (const Case& c : {
           Case{"()", 8, {}},
           Case{"(())", 8, {}},
           Case{"(0,)", 0, {0}},
           Case{"(-0,)", 0, {0}},
           Case{"(000,)", 0, {0}},
           Case{"(3, 0)", 0, {3, 0}},
           Case{"(1_0,)", 80, {10}},
           Case{"(2,3,)", 48, {2, 3}},
           Case{"(0, 1152921504606846975)", 0, {0, 1152921504606846975}},
       }) {
    const auto info = parse_header(with_shape(c.shape), c.data_bytes);
    ASSERT_TRUE(info) << c.shape << message_of(info);
    EXPECT_EQ(info->shape, c.expected) << c.shape;
    EXPECT_EQ(info->data_bytes, static_cast<std::int64_t>(c.data_bytes)) << c.shape;
    EXPECT_EQ(info->size, static_cast<std::int64_t>(c.data_bytes / 8)) << c.shape;
  }
}

TEST(NpyHeader, SixtyFourDimensionsAndNoMore) {
  std::string ones = "(3";
  for (int i = 0; i < 63; ++i) ones += ", 1";
  const auto info = parse_header(with_shape(ones + ")"));
  ASSERT_TRUE(info) << message_of(info);
  EXPECT_EQ(info->shape.size(), 64u);
  EXPECT_EQ(message_of(parse_header(with_shape(ones + ", 1)"))),
            "SHAPE: expected at most 64 dimensions, found 65");
  EXPECT_EQ(message_of(parse_header(with_shape(ones + ",\n1)"))),
            "SHAPE: expected at most 64 dimensions, found 65");
}

TEST(NpyHeader, ShapesThatAreNone) {
  for (const std::string_view shape :
       {"3", "(3)", "[3]", "'3'", "(3.0,)", "(3j,)", "(1e0,)", "('3',)", "((3,),)", "(None,)",
        "(True,)", "(-1,)", "(3, -1)", "(-99999999999999999999,)", "{3}", "None"}) {
    const auto info = parse_header(with_shape(shape));
    EXPECT_EQ(message_of(info),
              "SHAPE: expected a tuple of integers >= 0 for 'shape', found " + std::string(shape));
    EXPECT_EQ(info.error().offset, 10 + 50) << shape;
  }
}

TEST(NpyHeader, SizesBeyond63Bits) {
  for (const std::string_view shape :
       {"(9223372036854775808,)", "(0, 9223372036854775808)", "(1152921504606846976,)",
        "(0, 1152921504606846976)", "(4294967296, 4294967296)", "(4611686018427387904, 4, 0)",
        "(0x10000000000000000,)", "(3037000500, 3037000500)", "(99999999999999999999999999,)"}) {
    EXPECT_EQ(code_of(parse_header(with_shape(shape))), ErrorCode::overflow) << shape;
    EXPECT_EQ(code_of(parse_header(with_shape(shape), 0)), ErrorCode::overflow) << shape;
  }
  EXPECT_EQ(message_of(parse_header(with_shape("(1152921504606846976,)"))),
            "OVERFLOW: expected at most 9223372036854775807 bytes of data, found shape "
            "(1152921504606846976,) of <f8");
  // The largest that fits, of one byte an element, in a file whose size is beyond 63 bits.
  const std::string largest = replaced(with_shape("(9223372036854775807,)"), "<f8", "|u1");
  const std::string head = head_of(largest);
  const auto info = parse(head, head.size() + std::uint64_t{9223372036854775807});
  ASSERT_TRUE(info) << message_of(info);
  EXPECT_EQ(info->size, 9223372036854775807);
  EXPECT_EQ(code_of(parse(head, 1 << 20)), ErrorCode::short_data);
}

TEST(NpyHeader, TheFileMustBeAsLongAsTheHeaderSays) {
  EXPECT_EQ(message_of(parse_header(kPlain, 23)), "SHORT_DATA: expected 91 bytes, found 90");
  EXPECT_EQ(message_of(parse_header(kPlain, 25)), "TRAILING: expected 91 bytes, found 92");
  EXPECT_EQ(message_of(parse_header(kPlain, 0)), "SHORT_DATA: expected 91 bytes, found 67");
  EXPECT_EQ(code_of(parse_header(with_shape("()"), 0)), ErrorCode::short_data);
  EXPECT_EQ(code_of(parse_header(with_shape("(0,)"), 1)), ErrorCode::trailing);
  EXPECT_EQ(code_of(parse_header(with_shape("(1000000000000,)"))), ErrorCode::short_data);
}

TEST(NpyHeader, FilesThatEndInsideTheHeader) {
  EXPECT_EQ(message_of(parse("", 0)), "EMPTY: expected a .npy file, found no bytes");
  for (const int major : {1, 2, 3}) {
    const std::string head = head_of(kPlain, major);
    for (std::size_t size = 1; size < head.size(); ++size) {
      const auto info = parse(head.substr(0, size), size);
      EXPECT_EQ(code_of(info), ErrorCode::short_header) << size;
      EXPECT_EQ(info.error().offset, static_cast<std::int64_t>(size));
    }
    // The header fills the file: the data are missing.
    EXPECT_EQ(code_of(parse(head, head.size())), ErrorCode::short_data);
    const std::string empty = head_of(with_shape("(0,)"), major);
    EXPECT_TRUE(parse(empty, empty.size()));
  }
  EXPECT_EQ(message_of(parse("\x93NUM", 4)),
            "SHORT_HEADER: expected a header up to byte 8, found 4 bytes");
}

TEST(NpyHeader, LengthsOfTheHeaderThatLie) {
  std::string head = head_of(kPlain);
  head[8] = static_cast<char>(kPlain.size() + 1);
  EXPECT_EQ(message_of(parse(head, head.size())),
            "SHORT_HEADER: expected a header up to byte 68, found 67 bytes");
  head[8] = static_cast<char>(kPlain.size() - 1);
  EXPECT_EQ(code_of(parse(head, head.size())), ErrorCode::header_syntax);
  head[8] = 0;
  EXPECT_EQ(message_of(parse(head, head.size())),
            "HEADER_SYNTAX: expected a dictionary, found the end of the header");
  head = head_of(kPlain, 2);
  std::fill(head.begin() + 8, head.begin() + 12, '\xff');
  EXPECT_EQ(message_of(parse(head, head.size())),
            "HEADER_LEN: expected a header of at most 10000 bytes, found one of 4294967295");
}

TEST(NpyHeader, HeadersOfTenThousandBytesAndNoMore) {
  for (const int major : {1, 2, 3}) {
    std::string header(kPlain);
    header.resize(kMaxNpyHeaderBytes, ' ');
    EXPECT_LE(head_of(header, major).size(), kNpyHeadBytes);
    EXPECT_TRUE(parse_header(header, 24, major));
    EXPECT_EQ(code_of(parse_header(header + " ", 24, major)), ErrorCode::header_len);
  }
}

TEST(NpyHeader, OtherFilesAreNamed) {
  using namespace std::string_literals;
  const std::pair<std::string, std::string_view> files[] = {
      {"PK\x03\x04"s, "a .npz archive, which hilo does not read yet"},
      {"\x1f\x8b\x08"s, "gzip data"},
      {"\x89HDF\r\n\x1a\n"s, "an HDF5 file"},
      {"\x80\x04\x95"s, "a Python pickle, which hilo never reads"},
      {"\xc2\x93NUMPY"s, "a .npy file that was converted as text"},
      {"1.0 2.0 3.0"s, "1.0 2."},
      {"\0\0\0\0\0\0\0\0"s, "\\x00\\x00\\x00\\x00\\x00\\x00"},
      {"\x93NUMPX"s, "\\x93NUMPX"},
      {"x"s, "x"},
  };
  for (const auto& [content, found] : files) {
    EXPECT_EQ(
        message_of(parse(content, content.size())),
        "MAGIC: expected a .npy file, which starts with \\x93NUMPY, found " + std::string(found));
  }
}

TEST(NpyHeader, OtherVersionsAreRefused) {
  for (const auto& [major, minor] : {std::pair(0, 0), {1, 1}, {2, 1}, {3, 1}, {4, 0}, {255, 255}}) {
    std::string head = head_of(kPlain);
    head[6] = static_cast<char>(major);
    head[7] = static_cast<char>(minor);
    const auto info = parse(head, head.size() + 24);
    EXPECT_EQ(message_of(info), "VERSION: expected format version 1.0, 2.0 or 3.0, found " +
                                    std::to_string(major) + "." + std::to_string(minor));
    EXPECT_EQ(info.error().offset, 6);
  }
}

TEST(NpyHeader, WhatIsNoDictionary) {
  using namespace std::string_literals;
  const std::string plain(kPlain);
  for (const std::string& header : {""s,
                                    "  \n"s,
                                    "[]"s,
                                    "3"s,
                                    "{'descr'}"s,
                                    "{'descr': }"s,
                                    plain + ",",
                                    plain + plain,
                                    plain + "\0"s,
                                    plain + "\v",
                                    "\n " + plain,
                                    "# only a comment"s,
                                    plain.substr(0, plain.size() - 1),
                                    "(" + plain,
                                    plain + ")",
                                    "{" + plain + "}",
                                    replaced(plain, ",", ""),
                                    replaced(plain, ",", ",,"),
                                    replaced(plain, ":", "="),
                                    replaced(plain, "False", "false"),
                                    replaced(plain, "False", "not True"),
                                    replaced(plain, "False", "False if 1 else True"),
                                    replaced(plain, "{", "{**{}, "),
                                    with_shape("(3)*1"),
                                    with_shape("(1+2,)"),
                                    with_shape("(*(3,),)"),
                                    with_shape("(,)"),
                                    with_shape("(3,,)"),
                                    with_shape("(3 3,)"),
                                    with_shape("(03,)"),
                                    with_shape("(3_,)"),
                                    with_shape("(3__0,)"),
                                    with_shape("(0x,)"),
                                    with_shape("(0b2,)"),
                                    with_shape("(0o8,)"),
                                    with_shape("(--3,)"),
                                    with_shape("(+True,)"),
                                    with_shape("(3,"),
                                    with_shape("(3]"),
                                    with_shape("(int(3),)"),
                                    with_shape("(3\\ \n,)"),
                                    with_shape("(3 \xe9,)"),
                                    with_descr("f'<f8'"),
                                    with_descr("ur'<f8'"),
                                    with_descr("rr'<f8'"),
                                    with_descr("'<f8"),
                                    with_descr("'<f\n8'"),
                                    with_descr("'''<f8'"),
                                    with_descr("'\\x3'"),
                                    with_descr("'\\u03c'"),
                                    with_descr("'\\U00110000'"),
                                    with_descr("'<f8' b''"),
                                    with_descr("b'\xe9'"),
                                    with_descr("'<f\0008'"s),
                                    with_descr("'\\N{DIGIT EIGHT}'")}) {
    for (const int major : {1, 3}) {
      if (major == 3 && header.find('\xe9') != std::string::npos) continue;  // HEADER_UTF8
      const auto info = parse_header(header, 24, major);
      EXPECT_EQ(code_of(info), ErrorCode::header_syntax) << header << ": " << message_of(info);
    }
  }
}

TEST(NpyHeader, SyntaxErrorsSayWhere) {
  const auto info = parse_header(with_shape("(3,;)"));
  EXPECT_EQ(message_of(info),
            "HEADER_SYNTAX: expected a string, True, False or a tuple of integers, found ;), }");
  EXPECT_EQ(info.error().offset, 10 + 53);
}

TEST(NpyHeader, NestingIsLimited) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + "3" + std::string(depth, ')') + ",";
  };
  EXPECT_TRUE(parse_header(with_shape("(" + nested(90) + ")")));
  EXPECT_EQ(code_of(parse_header(with_shape("(" + nested(101) + ")"))), ErrorCode::header_syntax);
  EXPECT_EQ(code_of(parse_header(with_shape("(" + nested(4900) + ")"))), ErrorCode::header_syntax);
  EXPECT_EQ(code_of(parse_header(std::string(9999, '('))), ErrorCode::header_syntax);
  EXPECT_EQ(code_of(parse_header("{" + std::string(9999, '-'))), ErrorCode::header_syntax);
  EXPECT_EQ(code_of(parse_header("{" + std::string(9999, '['))), ErrorCode::header_syntax);
}

TEST(NpyHeader, KeysMissingUnknownTwiceOrOfTheWrongType) {
  const auto message = [](const std::string& header) { return message_of(parse_header(header)); };
  EXPECT_EQ(message("{}"),
            "HEADER_KEYS: expected the keys 'descr', 'fortran_order' and 'shape', found no "
            "'descr'");
  EXPECT_EQ(message("{'descr': '<f8', 'fortran_order': True}"),
            "HEADER_KEYS: expected the keys 'descr', 'fortran_order' and 'shape', found no "
            "'shape'");
  EXPECT_EQ(message(replaced(kPlain, "}", "'more': 1}")),
            "HEADER_KEYS: expected the keys 'descr', 'fortran_order' and 'shape', found 'more'");
  EXPECT_EQ(message(replaced(kPlain, "'descr'", "b'descr'")),
            "HEADER_KEYS: expected the keys 'descr', 'fortran_order' and 'shape', found b'descr'");
  EXPECT_EQ(message(replaced(kPlain, "}", "'sha' 'pe': (3,)}")),
            "HEADER_KEYS: expected every key once, found 'sha' 'pe' twice");
  EXPECT_EQ(message(replaced(kPlain, "False", "0")),
            "HEADER_KEYS: expected True or False for 'fortran_order', found 0");
  for (const std::string_view descr : {"8", "None", "b'<f8'", "True", "{'a': '<f8'}", "1.5"}) {
    EXPECT_EQ(message(with_descr(descr)),
              "HEADER_KEYS: expected a string for 'descr', found " + std::string(descr));
  }
}

TEST(NpyHeader, Version3IsUtf8AndTheOthersAreLatin1) {
  const std::string latin = std::string(kPlain) + " # \xe9";
  EXPECT_TRUE(parse_header(latin, 24, 1));
  EXPECT_TRUE(parse_header(latin, 24, 2));
  const auto info = parse_header(latin, 24, 3);
  EXPECT_EQ(message_of(info), "HEADER_UTF8: expected UTF-8 text, found \\xe9");
  EXPECT_EQ(info.error().offset, static_cast<std::int64_t>(12 + latin.size() - 1));
  for (const std::string_view good :
       {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(parse_header(std::string(kPlain) + " # " + std::string(good), 24, 3));
  }
  for (const std::string_view bad :
       {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xe2\x82", "\xed\xa0\x80",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe2\x28\xa1"}) {
    EXPECT_EQ(code_of(parse_header(std::string(kPlain) + " # " + std::string(bad), 24, 3)),
              ErrorCode::header_utf8);
  }
}

TEST(NpyHeader, ObjectsAndOtherDtypesAreRefusedByName) {
  for (const std::string_view descr : {"'|O'", "'O'", "'|O8'", "'object'"}) {
    EXPECT_EQ(message_of(parse_header(with_descr(descr))),
              "OBJECT: expected numbers, found " + std::string(descr) +
                  ": Python objects, which hilo never reads");
  }
  const std::pair<std::string_view, std::string_view> refused[] = {
      {"'<c8'", "complex numbers"},
      {"'>c16'", "complex numbers"},
      {"'complex256'", "complex numbers"},
      {"'<f16'", "long double"},
      {"'longdouble'", "long double"},
      {"'<U3'", "strings"},
      {"'|S0'", "strings"},
      {"'|V8'", "raw bytes"},
      {"'<M8[ns]'", "dates or times"},
      {"'<m8[25s]'", "dates or times"},
      {"'f4,f4'", "a structured dtype"},
      {"'2f4'", "a subarray dtype"},
      {"[('a', '<f8'), ('b', '|O')]", "a structured dtype"},
      {"('<f8', (3,))", "a subarray dtype"},
      {"'<x9'", "an unknown dtype"},
      {"''", "an unknown dtype"},
  };
  for (const auto& [descr, description] : refused) {
    EXPECT_EQ(message_of(parse_header(with_descr(descr))),
              "DTYPE: expected a bool, integer or float dtype of at most 8 bytes, found " +
                  std::string(descr) + ": " + std::string(description));
  }
}

TEST(NpyHeader, QuotedBytesAreEscapedAndCut) {
  EXPECT_EQ(message_of(parse_header(with_descr("'\x1b[31m\xe9'"))),
            "DTYPE: expected a bool, integer or float dtype of at most 8 bytes, found "
            "'\\x1b[31m\\xe9': an unknown dtype");
  const auto info = parse_header(with_descr("'" + std::string(5000, '\x01') + "'"));
  EXPECT_EQ(code_of(info), ErrorCode::dtype);
  EXPECT_LT(info.error().message.size(), 400u);
}

TEST(NpyHeader, TheFirstErrorOfTheOrderedListIsReported) {
  // Keys before values, the shape before the dtype, the dtype before sizes.
  EXPECT_EQ(code_of(parse_header("{'descr': '|O', 'shape': (-1,)}")), ErrorCode::header_keys);
  EXPECT_EQ(code_of(parse_header(replaced(with_shape("(-1,)"), "<f8", "|O"))), ErrorCode::shape);
  EXPECT_EQ(code_of(parse_header(replaced(with_shape("(4294967296, 4294967296)"), "<f8", "|O"))),
            ErrorCode::object);
}

}  // namespace
}  // namespace hilo
