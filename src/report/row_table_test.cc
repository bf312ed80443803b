#include "hilo/row_table.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "report/arrow_abi.h"

namespace hilo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Row row_of_file(std::string key) {
  Row row;
  row.key = std::move(key);
  row.files = 1;
  row.dtype = Dtype{Kind::float64};
  row.shape = {{3, 2}};
  row.summary.size = 6;
  row.summary.nan_count = 1;
  row.summary.posinf_count = 2;
  row.summary.neginf_count = 3;
  row.summary.min = -kInfinity;
  row.summary.max = -0.0;
  row.summary.sum = std::nan("");
  row.summary.mean = 0.1;
  row.summary.var = 2.5;
  return row;
}

Row row_of_integers(Integer sum) {
  Row row;
  row.key = "integers";
  row.files = 2;
  row.summary.size = 4;
  row.summary.min = Integer{-1, ~std::uint64_t{0}};  // -1
  row.summary.max = Integer{0, 7};
  row.summary.sum = sum;
  row.summary.mean = 1.75;
  return row;
}

// Of numbers that NaN may be.
bool is_same(const std::optional<Number>& a, const std::optional<Number>& b) {
  if (!a || !b || a->index() != b->index()) return a.has_value() == b.has_value() && !a;
  if (const auto* integer = std::get_if<Integer>(&*a)) return *integer == std::get<Integer>(*b);
  const double x = std::get<double>(*a);
  const double y = std::get<double>(*b);
  return std::memcmp(&x, &y, sizeof x) == 0;
}

void expect_same(const Row& a, const Row& b) {
  EXPECT_EQ(a.key, b.key);
  EXPECT_EQ(a.files, b.files);
  EXPECT_EQ(a.dtype, b.dtype);
  EXPECT_EQ(a.shape, b.shape);
  EXPECT_EQ(a.summary.size, b.summary.size);
  EXPECT_EQ(a.summary.nan_count, b.summary.nan_count);
  EXPECT_EQ(a.summary.posinf_count, b.summary.posinf_count);
  EXPECT_EQ(a.summary.neginf_count, b.summary.neginf_count);
  EXPECT_TRUE(is_same(a.summary.min, b.summary.min));
  EXPECT_TRUE(is_same(a.summary.max, b.summary.max));
  EXPECT_TRUE(is_same(a.summary.sum, b.summary.sum));
  EXPECT_EQ(a.summary.mean, b.summary.mean);
  EXPECT_EQ(a.summary.var, b.summary.var);
  EXPECT_EQ(a.summary.std, b.summary.std);
}

TEST(RowTableTest, GivesBackWhatWasAdded) {
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  std::vector<Row> rows = {row_of_file("a"), row_of_file(""), row_of_file("ß\xFF")};
  for (const Integer sum : {Integer{0, 0}, Integer{0, 1}, Integer{-1, 1}, Integer{0, ~0ull},
                            Integer{1, 0}, Integer{1, 1}, Integer{kLeast, 0}, Integer{kLeast, 1},
                            Integer{kMost, ~0ull}, Integer{-1, 0}, Integer{0, (1ull << 53) + 1}}) {
    rows.push_back(row_of_integers(sum));
  }
  rows.push_back(row_of_file("last"));
  RowTable table;
  for (const Row& row : rows) table.add(row);
  ASSERT_EQ(table.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) expect_same(table.row(i), rows[i]);
}

TEST(RowTableTest, ColumnsAreRoundedAndAbsentIsNan) {
  RowTable table;
  table.add(row_of_integers(Integer{0, (1ull << 53) + 1}));
  EXPECT_EQ(table.counts(0), std::vector<std::int64_t>{2});
  EXPECT_EQ(table.counts(1), std::vector<std::int64_t>{4});
  EXPECT_EQ(table.numbers(0), std::vector<double>{-1});
  EXPECT_EQ(table.numbers(2), std::vector<double>{0x1p53});
  EXPECT_TRUE(std::isnan(table.numbers(5)[0]));
}

// What a program does that reads the stream by the standard alone.
class ArrowTest : public ::testing::Test {
 protected:
  void read(std::shared_ptr<const RowTable> table) {
    ArrowArrayStream stream;
    RowTable::export_arrow(std::move(table), &stream);
    ASSERT_EQ(stream.get_schema(&stream, &schema_), 0);
    ASSERT_EQ(stream.get_next(&stream, &batch_), 0);
    ArrowArray end;
    ASSERT_EQ(stream.get_next(&stream, &end), 0);
    EXPECT_EQ(end.release, nullptr);
    stream.release(&stream);
    EXPECT_EQ(stream.release, nullptr);
  }

  ~ArrowTest() override {
    if (batch_.release != nullptr) batch_.release(&batch_);
    if (schema_.release != nullptr) schema_.release(&schema_);
  }

  bool is_null(int column, std::int64_t row) const {
    const auto* const bits = static_cast<const std::uint8_t*>(batch_.children[column]->buffers[0]);
    return bits != nullptr && (bits[row / 8] >> row % 8 & 1) == 0;
  }

  std::string_view text(int column, std::int64_t row) const {
    const ArrowArray& array = *batch_.children[column];
    const auto* const ends = static_cast<const std::int64_t*>(array.buffers[1]);
    return {static_cast<const char*>(array.buffers[2]) + ends[row],
            static_cast<std::size_t>(ends[row + 1] - ends[row])};
  }

  template <typename T>
  T value(int column, std::int64_t row) const {
    return static_cast<const T*>(batch_.children[column]->buffers[1])[row];
  }

  ArrowSchema schema_ = {};
  ArrowArray batch_ = {};
};

TEST_F(ArrowTest, HoldsTheColumnsOfCsv) {
  auto table = std::make_shared<RowTable>();
  table->add(row_of_file("a\xFFß"));
  for (int i = 0; i < 20; ++i) table->add(row_of_integers(Integer{0, 7}));
  read(table);

  const std::vector<std::string> names = {
      "key",          "files", "dtype", "shape", "size", "nan_count", "posinf_count",
      "neginf_count", "min",   "max",   "sum",   "mean", "var",       "std"};
  ASSERT_EQ(schema_.n_children, static_cast<std::int64_t>(names.size()));
  EXPECT_STREQ(schema_.format, "+s");
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(schema_.children[i]->name, names[i]);
  ASSERT_EQ(batch_.length, 21);
  ASSERT_EQ(batch_.n_children, schema_.n_children);

  EXPECT_EQ(text(0, 0), "a\xEF\xBF\xBDß");
  EXPECT_EQ(text(0, 20), "integers");
  EXPECT_EQ(text(2, 0), "<f8");
  EXPECT_EQ(text(3, 0), "3x2");
  EXPECT_FALSE(is_null(2, 0));
  EXPECT_TRUE(is_null(2, 20));
  EXPECT_TRUE(is_null(3, 1));
  EXPECT_EQ(batch_.children[2]->null_count, 20);
  EXPECT_EQ(value<std::int64_t>(1, 20), 2);
  EXPECT_EQ(value<std::int64_t>(4, 0), 6);
  EXPECT_EQ(value<std::int64_t>(7, 0), 3);
  EXPECT_EQ(value<double>(11, 0), 0.1);
  EXPECT_EQ(value<double>(10, 9), 7);
  EXPECT_TRUE(std::isnan(value<double>(10, 0)));
  EXPECT_FALSE(is_null(10, 0));  // a NaN is a value
  EXPECT_TRUE(is_null(12, 20));
  EXPECT_TRUE(is_null(13, 0));
  EXPECT_EQ(batch_.children[11]->null_count, 0);
}

TEST_F(ArrowTest, AColumnThatWasMovedOutOutlivesTheRest) {
  {
    auto table = std::make_shared<RowTable>();
    table->add(row_of_file("a"));
    read(std::move(table));
  }
  ArrowArray mean = *batch_.children[11];
  batch_.children[11]->release = nullptr;  // as the standard has it: moved
  batch_.release(&batch_);
  EXPECT_EQ(static_cast<const double*>(mean.buffers[1])[0], 0.1);
  mean.release(&mean);
  EXPECT_EQ(mean.release, nullptr);
}

TEST_F(ArrowTest, NoRowsAreABatchOfNone) {
  read(std::make_shared<RowTable>());
  EXPECT_EQ(batch_.length, 0);
  EXPECT_EQ(batch_.n_children, 14);
}

}  // namespace
}  // namespace hilo
