// What the yardsticks of the benchmark share: their list of files, and one file read.
#ifndef HILO_BENCH_FILE_LIST_H_
#define HILO_BENCH_FILE_LIST_H_

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

// The lines of the file `path`. A yardstick that cannot do its work ends the process.
inline std::vector<std::string> read_file_list(const char* path) {
  std::ifstream lines(path);
  std::vector<std::string> files;
  for (std::string line; std::getline(lines, line);) files.push_back(line);
  if (files.empty()) {
    std::fprintf(stderr, "expected a list of files, found nothing in %s\n", path);
    std::exit(2);
  }
  return files;
}

// A descriptor of the file, open for reading.
inline int open_or_exit(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor >= 0) return descriptor;
  std::perror(path.c_str());
  std::exit(2);
}

// Reads up to `size` bytes at `offset`; fewer at the end of the file.
inline std::size_t pread_or_exit(int descriptor, char* buffer, std::size_t size,
                                 std::size_t offset) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t bytes =
        pread(descriptor, buffer + done, size - done, static_cast<off_t>(offset + done));
    if (bytes < 0) {
      std::perror("pread");
      std::exit(2);
    }
    if (bytes == 0) break;
    done += static_cast<std::size_t>(bytes);
  }
  return done;
}

#endif  // HILO_BENCH_FILE_LIST_H_
