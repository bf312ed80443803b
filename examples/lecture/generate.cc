// The lecture's first cell: a folder of random arrays.
//
//   generate [DIR] [COUNT]
//
// As in the notebook, what is there already is not made again. Other than there, a file is there
// whole or not at all, so that a program that is interrupted leaves no half of a file behind, and
// each file has the same bytes on every machine.
#include "lecture.h"

int main(int argc, char** argv) {
  const lecture::Arguments arguments(argc, argv);
  const auto report = hilo::generate(arguments.directory, {.files = arguments.count});
  if (!report) {
    std::cerr << to_string(report.error()) << '\n';
    return 3;
  }
  std::cout << report->written << " files written, " << report->kept << " kept\n";
}
