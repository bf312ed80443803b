// Bare reading: N threads take the files in turn and read them whole, and do nothing with them.
// Nothing that looks at every byte can be faster.
//
// usage: pread_threads THREADS LIST
#include <atomic>
#include <thread>

#include "file_list.h"

namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 18;

std::size_t read_whole(const std::string& file, std::vector<char>& buffer) {
  const int descriptor = open_or_exit(file);
  std::size_t bytes = 0;
  while (true) {
    const std::size_t chunk = pread_or_exit(descriptor, buffer.data(), buffer.size(), bytes);
    bytes += chunk;
    if (chunk < buffer.size()) break;
  }
  close(descriptor);
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  const int threads = argc == 3 ? std::atoi(argv[1]) : 0;
  if (threads < 1) return std::fprintf(stderr, "usage: pread_threads THREADS LIST\n"), 2;
  const std::vector<std::string> files = read_file_list(argv[2]);
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> bytes = 0;
  {
    std::vector<std::jthread> pool;
    for (int i = 0; i < threads; ++i) {
      pool.emplace_back([&] {
        std::vector<char> buffer(kChunkBytes);
        for (std::size_t k = next++; k < files.size(); k = next++) {
          bytes += read_whole(files[k], buffer);
        }
      });
    }
  }
  std::printf("%zu bytes\n", bytes.load());
}
