// "Multiprocessing" for the 10,000 files: another executor, the same result.
//
//   files_on_processes [DIR] [COUNT]
//
// As many worker processes as there are processors are started, not one for each file. They are
// given names of files and send back exact states, which this process adds up. A worker that dies
// is replaced, and what it had not sent is done again.
#include "lecture.h"

int main(int argc, char** argv) {
  hilo::StatsOptions options;
  options.executor = hilo::Executor::processes;
  const auto result = hilo::stats(lecture::Arguments(argc, argv).files(), options);
  if (result) {
    for (const hilo::Row& row : result->groups)
      std::cout << lecture::statistics_text(row.key, row.summary);
  }
  return lecture::finish(result);
}
