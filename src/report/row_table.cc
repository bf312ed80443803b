#include "hilo/row_table.h"

#include <cmath>
#include <limits>

#include "base/limbs.h"

namespace hilo {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::array<std::int64_t, RowTable::kCounts> counts_of(const Row& row) {
  const Summary& summary = row.summary;
  return {row.files, summary.size, summary.nan_count, summary.posinf_count, summary.neginf_count};
}

std::array<std::optional<Number>, RowTable::kNumbers> numbers_of(const Row& row) {
  const Summary& summary = row.summary;
  return {summary.min, summary.max, summary.sum, summary.mean, summary.var, summary.std};
}

// A whole number below 2^127 in magnitude, as every Integer is that is rounded; none otherwise.
std::optional<Integer> whole(double value) {
  if (!(std::abs(value) < 0x1p127)) return std::nullopt;
  const auto number = static_cast<Int128>(value);  // exact
  return Integer{static_cast<std::int64_t>(number >> 64), static_cast<std::uint64_t>(number)};
}

std::optional<double> as_double(const std::optional<Number>& number) {
  return number ? std::optional(to_double(*number)) : std::nullopt;
}

}  // namespace

void RowTable::add(const Row& row) {
  const std::size_t index = size();
  keys_ += row.key;
  key_ends_.push_back(keys_.size());
  const auto counts = counts_of(row);
  for (std::size_t column = 0; column < kCounts; ++column) {
    counts_[column].push_back(counts[column]);
  }
  const auto numbers = numbers_of(row);
  for (std::size_t column = 0; column < kNumbers; ++column) {
    const std::optional<Number>& number = numbers[column];
    const double rounded = number ? to_double(*number) : kNan;
    const Integer* integer = number ? std::get_if<Integer>(&*number) : nullptr;
    numbers_[column].push_back(rounded);
    flags_[column].push_back(!number ? is_absent : integer != nullptr ? is_integer : 0);
    if (integer != nullptr && whole(rounded) != *integer) {
      integers_.emplace(std::pair(column, index), *integer);
    }
  }
  const bool is_alike =
      !types_.empty() && types_.back().first == row.dtype && types_.back().second == row.shape;
  if (!is_alike) types_.emplace_back(row.dtype, row.shape);
  type_of_.push_back(static_cast<std::uint32_t>(types_.size() - 1));
}

std::string_view RowTable::key(std::size_t index) const {
  const std::size_t begin = key_ends_[index];
  return std::string_view(keys_).substr(begin, key_ends_[index + 1] - begin);
}

std::optional<Number> RowTable::number(std::size_t column, std::size_t index) const {
  const std::uint8_t flags = flags_[column][index];
  const double rounded = numbers_[column][index];
  if (flags == is_absent) return std::nullopt;
  if (flags != is_integer) return rounded;
  const auto exact = integers_.find({column, index});
  return exact != integers_.end() ? exact->second : *whole(rounded);
}

Row RowTable::row(std::size_t index) const {
  Row row;
  row.key = key(index);
  row.files = counts_[0][index];
  std::tie(row.dtype, row.shape) = types_[type_of_[index]];
  row.summary.size = counts_[1][index];
  row.summary.nan_count = counts_[2][index];
  row.summary.posinf_count = counts_[3][index];
  row.summary.neginf_count = counts_[4][index];
  row.summary.min = number(0, index);
  row.summary.max = number(1, index);
  row.summary.sum = number(2, index);
  row.summary.mean = as_double(number(3, index));
  row.summary.var = as_double(number(4, index));
  row.summary.std = as_double(number(5, index));
  return row;
}

}  // namespace hilo
