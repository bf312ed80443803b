// The least that a program can do which reads small files and notices when they change:
// open, fstat, pread, fstat, close, one file after the other.
//
// usage: open_loop LIST
#include "file_list.h"

int main(int argc, char** argv) {
  if (argc != 2) return std::fprintf(stderr, "usage: open_loop LIST\n"), 2;
  std::vector<char> buffer(std::size_t{1} << 20);
  std::size_t bytes = 0;
  for (const std::string& file : read_file_list(argv[1])) {
    const int descriptor = open_or_exit(file);
    struct stat before = {};
    struct stat after = {};
    fstat(descriptor, &before);
    bytes += pread_or_exit(descriptor, buffer.data(), static_cast<std::size_t>(before.st_size), 0);
    fstat(descriptor, &after);
    close(descriptor);
  }
  std::printf("%zu bytes\n", bytes);
}
