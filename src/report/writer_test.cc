// The formats, given the same rows.
#include "report/writer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "report/display.h"

namespace hilo::report {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

class StringSink : public ByteSink {
 public:
  Result<void> write(std::string_view bytes) override {
    ++writes;
    text += bytes;
    return {};
  }
  std::string text;
  int writes = 0;
};

class BrokenSink : public ByteSink {
 public:
  Result<void> write(std::string_view) override { return failure(ErrorCode::output, "full"); }
};

Row make_row(std::string key, double mean = 0.5) {
  Row row;
  row.key = std::move(key);
  row.files = 1;
  row.dtype = Dtype{Kind::float64, std::endian::little};
  row.shape = std::vector<std::int64_t>{2, 3};
  row.summary.size = 6;
  row.summary.min = Number(-1.0);
  row.summary.max = Number(2.0);
  row.summary.sum = Number(3.0);
  row.summary.mean = mean;
  row.summary.var = 0.25;
  row.summary.std = 0.5;
  return row;
}

Row make_special_row() {
  Row row = make_row("special");
  row.summary.nan_count = 1;
  row.summary.posinf_count = 2;
  row.summary.neginf_count = 3;
  row.summary.min = Number(-kInfinity);
  row.summary.max = Number(kInfinity);
  row.summary.sum = Number(std::nan(""));
  row.summary.mean = std::nan("");
  row.summary.var.reset();
  row.summary.std.reset();
  return row;
}

Row make_integer_row() {
  Row row = make_row("integers");
  row.dtype = Dtype{Kind::uint64, std::endian::big};
  row.shape = std::vector<std::int64_t>{};
  row.summary.min = Number(Integer{0, 0});
  row.summary.max = Number(Integer{0, 18446744073709551615u});
  row.summary.sum = Number(Integer{1, 0});
  return row;
}

Row make_group_row(std::string key) {
  Row row = make_row(std::move(key));
  row.files = 7;
  row.dtype.reset();
  row.shape.reset();
  return row;
}

StatsResult make_result(std::int64_t found, std::int64_t included) {
  StatsResult result;
  result.total = make_row("").summary;
  result.files = {found, included, found - included};
  for (std::int64_t i = included; i < found; ++i) {
    result.errors.push_back({ErrorCode::short_data, "expected 9 bytes, found 8", "bad\xff.npy"});
  }
  result.complete = found == included;
  return result;
}

std::string write(Format format, const std::vector<Row>& rows, const StatsResult& result,
                  const WriterOptions& options = {}) {
  StringSink sink;
  const auto writer = make_writer(format, sink, options);
  EXPECT_TRUE(writer->begin());
  for (const Row& row : rows) EXPECT_TRUE(writer->row(row));
  EXPECT_TRUE(writer->end(result));
  return sink.text;
}

constexpr const char* kCsvHeader =
    "key,files,dtype,shape,size,nan_count,posinf_count,neginf_count,min,max,sum,mean,var,std\n";

TEST(CsvTest, WritesARowAGroup) {
  EXPECT_EQ(write(Format::csv, {make_row("a.npy"), make_group_row("d")}, make_result(2, 2)),
            std::string(kCsvHeader) +
                "a.npy,1,<f8,2x3,6,0,0,0,-1.0,2.0,3.0,0.5,0.25,0.5\n"
                "d,7,,,6,0,0,0,-1.0,2.0,3.0,0.5,0.25,0.5\n");
}

TEST(CsvTest, HasAHeaderWithoutRows) {
  EXPECT_EQ(write(Format::csv, {}, make_result(1, 0)), kCsvHeader);
}

TEST(CsvTest, WritesAbsentAsEmptyAndSpecialsByName) {
  EXPECT_EQ(write(Format::csv, {make_special_row()}, make_result(1, 1)),
            std::string(kCsvHeader) + "special,1,<f8,2x3,6,1,2,3,-inf,inf,nan,nan,,\n");
}

TEST(CsvTest, WritesIntegersWithAllDigits) {
  EXPECT_EQ(write(Format::csv, {make_integer_row()}, make_result(1, 1)),
            std::string(kCsvHeader) +
                "integers,1,>u8,(),6,0,0,0,0,18446744073709551615,"
                "18446744073709551616,0.5,0.25,0.5\n");
}

std::string csv_key(const std::string& key, bool terminal = false) {
  WriterOptions options;
  options.terminal = terminal;
  const std::string text = write(Format::csv, {make_row(key)}, make_result(1, 1), options)
                               .substr(std::strlen(kCsvHeader));
  return text.substr(0, text.find(",1,<f8"));
}

TEST(CsvTest, QuotesWhereItMust) {
  EXPECT_EQ(csv_key("a b"), "a b");
  EXPECT_EQ(csv_key("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_key("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(csv_key("a\nb"), "\"a\nb\"");
  EXPECT_EQ(csv_key("a\rb"), "\"a\rb\"");
}

TEST(CsvTest, WritesBytesAsTheyAreButNotToATerminal) {
  EXPECT_EQ(csv_key("\x1b\xff"), "\x1b\xff");
  EXPECT_EQ(csv_key("\x1b\xff", true), "\\x1b\\xff");
}

constexpr const char* kJsonTotal =
    R"({"files": 1, "size": 6, "nan_count": 0, "posinf_count": 0, "neginf_count": 0, "min": -1.0, )"
    R"("max": 2.0, "sum": 3.0, "mean": 0.5, "var": 0.25, "std": 0.5})";

TEST(JsonTest, WritesADocumentWithAGroupALine) {
  EXPECT_EQ(write(Format::json, {make_special_row(), make_group_row("d")}, make_result(2, 1)),
            R"({"schema": "hilo.stats/1", "version": "0.1.0",
 "groups": [
  {"key": "special", "files": 1, "dtype": "<f8", "shape": [2, 3], "size": 6, "nan_count": 1, )"
            R"("posinf_count": 2, "neginf_count": 3, "min": "-Infinity", "max": "Infinity", )"
            R"("sum": "NaN", "mean": "NaN", "var": null, "std": null},
  {"key": "d", "files": 7, "dtype": null, "shape": null, "size": 6, "nan_count": 0, )"
            R"("posinf_count": 0, "neginf_count": 0, "min": -1.0, "max": 2.0, "sum": 3.0, )"
            R"("mean": 0.5, "var": 0.25, "std": 0.5}
 ],
 "total": )" + std::string(kJsonTotal) +
                R"(,
 "files": {"found": 2, "included": 1, "failed": 1},
 "errors": [{"path": "bad\udcff.npy", "code": "SHORT_DATA", "message": "expected 9 bytes, found 8"}],
 "complete": false}
)");
}

TEST(JsonTest, HasEmptyListsWithoutRowsAndErrors) {
  StatsResult result = make_result(0, 0);
  result.files.included = 1;
  EXPECT_EQ(write(Format::json, {}, result), R"({"schema": "hilo.stats/1", "version": "0.1.0",
 "groups": [],
 "total": )" + std::string(kJsonTotal) + R"(,
 "files": {"found": 0, "included": 1, "failed": 0},
 "errors": [],
 "complete": true}
)");
}

std::string json_key(const std::string& key) {
  const std::string text = write(Format::jsonl, {make_row(key)}, make_result(1, 1));
  const std::size_t begin = std::strlen("{\"key\": ");
  return text.substr(begin, text.find(", \"files\"") - begin);
}

TEST(JsonTest, EscapesStrings) {
  EXPECT_EQ(json_key("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(json_key("\n\r\t\x01\x1b\x7f"), R"("\n\r\t\u0001\u001b\u007f")");
  EXPECT_EQ(json_key("\u00e9\u65e5\U0001F600"), "\"\u00e9\u65e5\U0001F600\"");
  EXPECT_EQ(json_key("\xc2\x9b"), R"("\u009b")");
  EXPECT_EQ(json_key("a\xff\xc3"), R"("a\udcff\udcc3")");
  EXPECT_EQ(json_key("\xed\xb3\xbf"), R"("\udced\udcb3\udcbf")");
}

TEST(JsonlTest, WritesTheRestInTheLastLine) {
  const std::string text = write(Format::jsonl, {make_row("a"), make_row("b")}, make_result(3, 1));
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_TRUE(lines[0].starts_with(R"({"key": "a", "files": 1, )"));
  EXPECT_TRUE(lines[1].starts_with(R"({"key": "b", "files": 1, )"));
  EXPECT_TRUE(lines[2].starts_with(R"({"schema": "hilo.stats/1", "version": "0.1.0", "total": {)"));
  EXPECT_TRUE(lines[2].ends_with(R"(], "complete": false})"));
}

std::vector<Row> many_rows(std::size_t count) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < count; ++i)
    rows.push_back(make_row(std::string("f") + std::to_string(i)));
  return rows;
}

std::size_t line_count(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(TableTest, AlignsAndEndsWithTheTotal) {
  EXPECT_EQ(write(Format::table, {make_row("a.npy"), make_row("long_name.npy", -12.25)},
                  make_result(2, 2)),
            "key              size   min  max    mean  std\n"
            "a.npy               6  -1.0  2.0     0.5  0.5\n"
            "long_name.npy       6  -1.0  2.0  -12.25  0.5\n"
            "total (2 files)     6  -1.0  2.0     0.5  0.5\n");
}

TEST(TableTest, SaysHowManyFilesAreIncluded) {
  EXPECT_NE(write(Format::table, {}, make_result(3, 1)).find("total (1 of 3 files)"),
            std::string::npos);
  EXPECT_NE(write(Format::table, {}, make_result(1, 1)).find("total (1 file)"), std::string::npos);
}

TEST(TableTest, ShowsCountsOnlyWhereThereAreAny) {
  const std::string plain = write(Format::table, {make_row("a")}, make_result(1, 1));
  EXPECT_EQ(plain.find("nan_count"), std::string::npos);
  Row row = make_row("a");
  row.summary.posinf_count = 4;
  const std::string text = write(Format::table, {row}, make_result(1, 1));
  EXPECT_NE(text.find("posinf_count"), std::string::npos);
  EXPECT_EQ(text.find("nan_count"), std::string::npos);
}

TEST(TableTest, ShowsFilesForGroups) {
  const std::string text = write(Format::table, {make_group_row("d")}, make_result(7, 7));
  EXPECT_TRUE(text.starts_with("key              files  size")) << text;
}

TEST(TableTest, ShowsEveryRowWhereThereIsNoTerminal) {
  for (const std::size_t rows : {0u, 199u, 200u, 201u, 1000u}) {
    EXPECT_EQ(line_count(write(Format::table, many_rows(rows), make_result(1, 1))), rows + 2);
  }
}

TEST(TableTest, NamesCountsThatCameTooLateForAColumn) {
  std::vector<Row> rows = many_rows(300);
  rows.push_back(make_special_row());
  StatsResult result = make_result(301, 301);
  result.total = make_special_row().summary;
  const std::string text = write(Format::table, rows, result);
  EXPECT_EQ(text.find("posinf_count"), text.find("total posinf_count 2\n") + std::strlen("total "));
  EXPECT_LT(text.find("total posinf_count 2\n"), text.rfind("\ntotal"));  // which comes last
}

WriterOptions terminal_of(int width, int height) {
  WriterOptions options;
  options.terminal = true;
  options.width = width;
  options.height = height;
  return options;
}

TEST(TableTest, FillsTheScreenButNoMore) {
  const WriterOptions options = terminal_of(80, 20);
  // The header, the rows, the total: one line stays for the prompt.
  EXPECT_EQ(line_count(write(Format::table, many_rows(17), make_result(17, 17), options)), 19u);
  for (const std::size_t rows : {18u, 19u, 1000u}) {
    const std::string text = write(Format::table, many_rows(rows), make_result(1, 1), options);
    EXPECT_EQ(line_count(text), 19u);
    EXPECT_NE(text.find(std::string("... ") + std::to_string(rows - 16) + " more rows ...\n"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("\nf0 "), std::string::npos);
    EXPECT_NE(text.find("\nf7 "), std::string::npos);
    EXPECT_NE(text.find(std::string("\nf") + std::to_string(rows - 8) + " "), std::string::npos);
    EXPECT_NE(text.find(std::string("\nf") + std::to_string(rows - 1) + " "), std::string::npos);
  }
}

TEST(TableTest, ASparklineStandsWhereRowsAreElided) {
  WriterOptions options = terminal_of(60, 20);
  std::vector<Row> rows;
  for (int i = 0; i < 1000; ++i) rows.push_back(make_row("f", i));
  const StatsResult result = make_result(1000, 1000);
  EXPECT_NE(write(Format::table, rows, result, options).find("... 984 more rows ...\n"),
            std::string::npos);
  options.blocks = true;
  const std::string text = write(Format::table, rows, result, options);
  const std::string label = "\n... 984 more rows ...  all means in order: ";
  const std::size_t begin = text.find(label);
  ASSERT_NE(begin, std::string::npos) << text;
  const std::size_t end = text.find('\n', begin + 1);
  EXPECT_EQ(display_width(text.substr(begin + 1, end - begin - 1)), 60u);
  EXPECT_EQ(text.substr(begin + label.size(), 3), "\u2581");
  EXPECT_EQ(text.substr(end - 3, 3), "\u2588");
  options.width = 50;
  EXPECT_EQ(write(Format::table, rows, result, options).find("means in order"), std::string::npos);
}

TEST(TableTest, FitsTheWidth) {
  Row row = make_row("a/very/long/path/to/some/file/that/does/not/fit/file_000.npy");
  row.summary.mean = -0.12345678901234567;
  row.summary.std = 1.2345678901234567e-100;
  for (const int width : {70, 80, 100, 200}) {
    const std::string text = write(Format::table, {row}, make_result(1, 1), terminal_of(width, 24));
    for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1) {
      EXPECT_LE(text.find('\n', begin) - begin, static_cast<std::size_t>(width)) << text;
    }
    EXPECT_NE(text.find(" mean "), std::string::npos);
  }
  const std::string narrow = write(Format::table, {row}, make_result(1, 1), terminal_of(72, 24));
  EXPECT_EQ(narrow.find(" min "), std::string::npos);
  EXPECT_NE(narrow.find("..."), std::string::npos);
  const std::string wide = write(Format::table, {row}, make_result(1, 1), terminal_of(200, 24));
  EXPECT_NE(wide.find(" min "), std::string::npos);
  EXPECT_EQ(wide.find("..."), std::string::npos);
}

TEST(TableTest, NeverWritesControlBytes) {
  const std::string text = write(Format::table, {make_row("a\x1b[2Jb")}, make_result(1, 1));
  EXPECT_NE(text.find("a\\x1b[2Jb"), std::string::npos);
}

TEST(TableTest, UsesColourOnlyWhereAsked) {
  WriterOptions options;
  EXPECT_EQ(write(Format::table, {make_row("a")}, make_result(1, 1), options).find('\x1b'),
            std::string::npos);
  options.color = true;
  EXPECT_TRUE(
      write(Format::table, {make_row("a")}, make_result(1, 1), options).starts_with("\x1b[1mkey"));
}

TEST(WriterTest, HandsOnBytesInLargePieces) {
  for (const Format format : {Format::csv, Format::json, Format::jsonl, Format::table}) {
    StringSink sink;
    const auto writer = make_writer(format, sink, {});
    ASSERT_TRUE(writer->begin());
    EXPECT_EQ(sink.writes, 0);  // nothing is written before there is a result
    for (int i = 0; i < 5000; ++i) ASSERT_TRUE(writer->row(make_row("a")));
    ASSERT_TRUE(writer->end(make_result(1, 1)));
    EXPECT_GT(sink.writes, 2);
    EXPECT_LT(sink.writes, 40);
  }
}

TEST(WriterTest, TellsThatTheSinkFailed) {
  for (const Format format : {Format::csv, Format::json, Format::jsonl, Format::table}) {
    BrokenSink sink;
    const auto writer = make_writer(format, sink, {});
    ASSERT_TRUE(writer->begin());
    ASSERT_TRUE(writer->row(make_row("a")));
    const Result<void> ended = writer->end(make_result(1, 1));
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code, ErrorCode::output);
  }
}

}  // namespace
}  // namespace hilo::report
