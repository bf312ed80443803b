#include "html/row_log.h"

namespace hilo::html {

void RowLog::Column::add(std::optional<double> value) {
  values_.push_back(value.value_or(0));
  present_.push_back(value.has_value());
}

std::optional<double> RowLog::Column::at(std::size_t row) const {
  if (!present_[row]) return std::nullopt;
  return values_[row];
}

std::size_t RowLog::Column::memory_bytes() const {
  return values_.capacity() * sizeof(double) + present_.capacity() / 8;
}

void RowLog::add(const Row& row) {
  keys_.add(row.key);
  means_.add(row.summary.mean);
  stds_.add(row.summary.std);
}

std::size_t RowLog::memory_bytes() const {
  return keys_.memory_bytes() + means_.memory_bytes() + stds_.memory_bytes();
}

}  // namespace hilo::html
