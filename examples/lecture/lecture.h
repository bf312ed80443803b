// What the programs of the lecture share: arrays, arguments, and the lecture's three lines.
#ifndef LECTURE_H_
#define LECTURE_H_

#include <hilo/hilo.h>

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace lecture {

// 1,000 values with mean 0 and standard deviation 1. Each is a sum of twelve uniform numbers, which
// is close to normal and the same on every machine; what std::normal_distribution makes of the
// engine's numbers differs between standard libraries.
inline std::vector<double> random_array(unsigned seed) {
  std::mt19937 engine(seed);
  std::vector<double> values(1000);
  for (double& value : values) {
    std::int64_t sum = 0;
    for (int i = 0; i < 12; ++i) sum += static_cast<std::int64_t>(engine());
    value = static_cast<double>(sum) * 0x1p-32 - 6;
  }
  return values;
}

// The shortest digits that read back to the same double. No values have no mean.
inline std::string number_text(std::optional<double> number) {
  if (!number) return "None";
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, *number).ptr};
}

// "Name F0", "Mean ..." and "Std ...", in one string, to be written at once.
inline std::string statistics_text(const std::string& name, const hilo::Summary& summary) {
  return "Name " + name + "\n\t Mean " + number_text(summary.mean) + "\n\t Std " +
         number_text(summary.std) + "\n";
}

// PROGRAM [DIR] [COUNT]
struct Arguments {
  std::string directory = "fake_files";
  int count = 10000;

  Arguments(int argc, char** argv) {
    if (argc > 1) directory = argv[1];
    if (argc > 2) count = std::atoi(argv[2]);
    if (argc > 3 || count < 1 || directory.starts_with("-")) {
      std::cerr << "usage: " << argv[0] << " [DIR] [COUNT]\n";
      std::exit(2);
    }
  }

  // DIR/file_0.npy to DIR/file_{COUNT-1}.npy
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i)
      names.push_back(directory + "/file_" + std::to_string(i) + ".npy");
    return names;
  }
};

// Prints the statistics of all files, and the first of those that failed. Gives the exit code.
inline int finish(const hilo::Result<hilo::StatsResult>& result) {
  if (!result) {
    std::cerr << to_string(result.error()) << '\n';
    return 3;
  }
  std::cout << statistics_text("all", result->total);
  if (result->complete) return 0;
  std::cerr << to_string(result->errors.front()) << '\n'
            << result->files.failed << " of " << result->files.found << " files failed\n";
  return 1;
}

}  // namespace lecture

#endif  // LECTURE_H_
