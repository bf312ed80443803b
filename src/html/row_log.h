// What a page keeps of each row until all are there: some 25 bytes.
#ifndef HILO_HTML_ROW_LOG_H_
#define HILO_HTML_ROW_LOG_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "hilo/stats.h"
#include "html/key_list.h"

namespace hilo::html {

class RowLog {
 public:
  void add(const Row& row);

  std::size_t size() const { return keys_.size(); }
  const KeyList& keys() const { return keys_; }
  std::optional<double> mean(std::size_t row) const { return means_.at(row); }
  std::optional<double> std(std::size_t row) const { return stds_.at(row); }

  std::size_t memory_bytes() const;

 private:
  // Values that may be absent, in 8 bytes and a bit each.
  class Column {
   public:
    void add(std::optional<double> value);
    std::optional<double> at(std::size_t row) const;
    std::size_t memory_bytes() const;

   private:
    std::vector<double> values_;
    std::vector<bool> present_;
  };

  KeyList keys_;
  Column means_;
  Column stds_;
};

}  // namespace hilo::html

#endif  // HILO_HTML_ROW_LOG_H_
