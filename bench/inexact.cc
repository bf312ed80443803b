// What a careful program without exactness does: read each file whole into memory that is used
// again, then the mean in one pass and the variance in a second, in vectorised double.
//
// usage: inexact THREADS LIST      prints mean and std of each file; only <f8 in one dimension
#include <atomic>
#include <cmath>
#include <cstring>
#include <thread>

#include "file_list.h"

namespace {

constexpr std::size_t kLanes = 32;  // independent sums, so that additions need not wait
constexpr std::size_t kHeaderBytes = 128;

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define PER_INSTRUCTION_SET __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define PER_INSTRUCTION_SET
#endif

PER_INSTRUCTION_SET double sum_of(const double* values, std::size_t count) {
  double lane[kLanes] = {};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) lane[k] += values[i + k];
  }
  double sum = 0;
  for (; i < count; ++i) sum += values[i];
  for (const double part : lane) sum += part;
  return sum;
}

PER_INSTRUCTION_SET double sum_of_squared_deviations(const double* values, std::size_t count,
                                                     double mean) {
  double lane[kLanes] = {};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) {
      const double deviation = values[i + k] - mean;
      lane[k] += deviation * deviation;
    }
  }
  double sum = 0;
  for (; i < count; ++i) sum += (values[i] - mean) * (values[i] - mean);
  for (const double part : lane) sum += part;
  return sum;
}

struct Moments {
  double mean = 0;
  double std = 0;
};

Moments moments_of(const std::string& file, std::vector<double>& buffer) {
  const int descriptor = open_or_exit(file);
  struct stat status = {};
  fstat(descriptor, &status);
  const auto bytes = static_cast<std::size_t>(status.st_size);
  buffer.resize(bytes / sizeof(double));
  pread_or_exit(descriptor, reinterpret_cast<char*>(buffer.data()), bytes, 0);
  close(descriptor);
  const double* values = buffer.data() + kHeaderBytes / sizeof(double);
  const std::size_t count = buffer.size() - kHeaderBytes / sizeof(double);
  const auto n = static_cast<double>(count);
  const double mean = sum_of(values, count) / n;
  return {mean, std::sqrt(sum_of_squared_deviations(values, count, mean) / n)};
}

}  // namespace

int main(int argc, char** argv) {
  const int threads = argc == 3 ? std::atoi(argv[1]) : 0;
  if (threads < 1) return std::fprintf(stderr, "usage: inexact THREADS LIST\n"), 2;
  const std::vector<std::string> files = read_file_list(argv[2]);
  std::vector<Moments> moments(files.size());
  std::atomic<std::size_t> next = 0;
  {
    std::vector<std::jthread> pool;
    for (int i = 0; i < threads; ++i) {
      pool.emplace_back([&] {
        std::vector<double> buffer;
        for (std::size_t k = next++; k < files.size(); k = next++) {
          moments[k] = moments_of(files[k], buffer);
        }
      });
    }
  }
  for (const Moments& one : moments) std::printf("%.17g,%.17g\n", one.mean, one.std);
}
