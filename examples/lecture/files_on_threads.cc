// The cell after it: a thread for each of the 10,000 files, "Too many open files".
//
//   files_on_threads [DIR] [COUNT]
//
// 10,000 tasks need no 10,000 threads. As many as there are processors take one file after the
// other from the list, and hold a file open for no longer than they read it. To show it, this
// program allows itself no more than 32 descriptors, and counts what it has.
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>

#include "lecture.h"

namespace {

void limit_descriptors(rlim_t most) {
  rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::min(most, limit.rlim_max);
  setrlimit(RLIMIT_NOFILE, &limit);
}

// How many entries a folder of /proc/self has: descriptors in "fd", threads in "task".
std::ptrdiff_t entries_of(const char* folder) {
  std::error_code error;
  const std::filesystem::directory_iterator entries(folder, error);
  return std::distance(begin(entries), end(entries));
}

}  // namespace

int main(int argc, char** argv) {
  limit_descriptors(32);
  std::ptrdiff_t descriptors = 0;
  std::ptrdiff_t threads = 0;
  hilo::StatsOptions options;
  options.executor = hilo::Executor::threads;
  options.on_row = [&](hilo::Row&& row) -> hilo::Result<void> {
    descriptors = std::max(descriptors, entries_of("/proc/self/fd"));
    threads = std::max(threads, entries_of("/proc/self/task"));
    std::cout << lecture::statistics_text(row.key, row.summary);
    return {};
  };
  const auto result = hilo::stats(lecture::Arguments(argc, argv).files(), options);
  std::cerr << "at most " << threads << " threads and " << descriptors << " descriptors\n";
  return lecture::finish(result);
}
