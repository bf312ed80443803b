// Cell 15, "Threading que sí sirve": open_file for 10,000 files, one after the other.
//
//   files_in_sequence [DIR] [COUNT]
//
// The notebook computes a mean and a std of each file and throws both away. Here each row is
// printed as soon as it is known, and no memory is taken for it.
#include "lecture.h"

int main(int argc, char** argv) {
  hilo::StatsOptions options;
  options.executor = hilo::Executor::serial;
  options.on_row = [](hilo::Row&& row) -> hilo::Result<void> {
    std::cout << lecture::statistics_text(row.key, row.summary);
    return {};
  };
  return lecture::finish(hilo::stats(lecture::Arguments(argc, argv).files(), options));
}
