// Rows in columns: little memory for many of them, and a way into other libraries.
#ifndef HILO_ROW_TABLE_H_
#define HILO_ROW_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hilo/dtype.h"
#include "hilo/stats.h"

struct ArrowArrayStream;  // of the Arrow C stream interface

namespace hilo {

// The columns of CSV: key, files, dtype, shape, size, nan_count, posinf_count, neginf_count, min,
// max, sum, mean, var, std. Memory: 106 bytes a row, and its key.
class RowTable {
 public:
  static constexpr std::size_t kCounts = 5;   // files, size, nan_count, posinf_count, neginf_count
  static constexpr std::size_t kNumbers = 6;  // min, max, sum, mean, var, std

  void add(const Row& row);

  std::size_t size() const { return key_ends_.size() - 1; }

  // As it was added. `index` < size().
  Row row(std::size_t index) const;

  // Columns of size() elements, until the next add(). In the order above; of numbers, what is
  // absent is NaN, and integers are rounded to double.
  const std::vector<std::int64_t>& counts(std::size_t column) const { return counts_[column]; }
  const std::vector<double>& numbers(std::size_t column) const { return numbers_[column]; }

  // `stream` gives one batch of all rows: text columns as large_utf8, counts as int64, numbers as
  // float64, where what is absent is null. Bytes of keys that are not UTF-8 become U+FFFD. The
  // table lives as long as what came out of the stream.
  static void export_arrow(std::shared_ptr<const RowTable> table, ArrowArrayStream* stream);

 private:
  // What an element of a column is beyond its number.
  enum Flag : std::uint8_t { is_absent = 1, is_integer = 2 };

  friend class ArrowColumns;

  std::string_view key(std::size_t index) const;
  std::optional<Number> number(std::size_t column, std::size_t index) const;

  std::string keys_;
  std::vector<std::size_t> key_ends_ = {0};  // one more than there are rows
  std::array<std::vector<std::int64_t>, kCounts> counts_;
  std::array<std::vector<double>, kNumbers> numbers_;
  std::array<std::vector<std::uint8_t>, kNumbers> flags_;
  // Integers that double does not hold, by column and row.
  std::map<std::pair<std::size_t, std::size_t>, Integer> integers_;
  // What a row has of dtype and shape, as a position in `types_`; neighbours are often alike.
  using Type = std::pair<std::optional<Dtype>, std::optional<std::vector<std::int64_t>>>;
  std::vector<std::uint32_t> type_of_;
  std::vector<Type> types_;
};

}  // namespace hilo

#endif  // HILO_ROW_TABLE_H_
