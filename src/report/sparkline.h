// A line of numbers as small as a word: ▁▂▄▇█.
#ifndef HILO_REPORT_SPARKLINE_H_
#define HILO_REPORT_SPARKLINE_H_

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace hilo::report {

// One block a value, in UTF-8; where there are more than `width`, one for the mean of consecutive
// ones. The lowest block is the smallest finite value, the highest the largest; a middle one where
// all are equal. Infinities are the lowest and the highest block, NaN is a gap.
std::string sparkline(std::span<const double> values, std::size_t width);

// Very many values in a row as the means of some hundred consecutive bins, whose size grows with
// their number. What is not finite counts for nothing.
class ConsecutiveMeans {
 public:
  void add(double value);

  // NaN for a bin without a value.
  std::vector<double> means() const;

 private:
  struct Bin {
    long double sum = 0;
    std::size_t count = 0;
  };

  std::vector<Bin> bins_;
  std::size_t bin_size_ = 1;
  std::size_t in_last_ = 0;  // values added to the last bin, those that are not finite too
};

}  // namespace hilo::report

#endif  // HILO_REPORT_SPARKLINE_H_
