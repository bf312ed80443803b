// How fast files are read that the system does not hold in memory.
//
// A disk serves many requests at once, and how many it takes to keep it busy differs. So several
// threads read, each a range of a file at a time, which is put out of memory, asked for as a whole
// (as hilo's read-ahead does) and read a chunk at a time; then four times as many, another sample.
// The better of the two is what the disk gives. In a short time there is one sample only.
//
// Where reads are slow, those that are under way when time is over would take many times as long
// again. So all threads together ask at a time for no more than is read in two thirds of it, by
// what the run has reached, and there is no measurement where that is less than a chunk each.
//
// The first quarter of the time does not count, where there are reads enough after it: a disk that
// had nothing to do, or a limit that is put on it, may give more in the beginning.
#ifndef HILO_MEASURE_COLD_READING_H_
#define HILO_MEASURE_COLD_READING_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hilo {

// Of more threads it says nothing about more workers than half of them.
inline constexpr int kMostColdThreads = 64;

// Whether cold reading is measured.
struct ColdWish {
  bool is_wanted = false;
  double expected_rate = 0;  // at which files were read, in bytes per second; 0: that is not known
  bool are_cold = false;     // somebody has put the files out of memory already
};

// Bytes per second, by more than twice as many threads as `workers`, up to kMostColdThreads.
// Nothing where no file could be put out of memory, or too little would be read until `end`, at the
// expected rate, if reads are served one after the other.
std::optional<double> measure_cold_reading(const std::vector<std::string>& paths, int workers,
                                           std::size_t chunk_bytes, const ColdWish& wish,
                                           std::chrono::steady_clock::time_point end);

}  // namespace hilo

#endif  // HILO_MEASURE_COLD_READING_H_
