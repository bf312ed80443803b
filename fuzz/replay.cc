// The short form of a fuzzer, for the tests and any compiler: its corpus, and variations of it that
// are the same each time.
//
//   NAME_replay FOLDER COUNT      runs each file in FOLDER, then COUNT variations
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Random = std::mt19937_64;

constexpr std::uint64_t kSeed = 1;
constexpr int kMostEdits = 4;

std::vector<std::string> read_corpus(const char* folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> corpus;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return corpus;
}

// A number below `end`, which is at least 1. The remainder's bias does not matter here.
std::size_t below(std::size_t end, Random& random) { return random() % end; }

void edit(std::string& bytes, const std::string& other, Random& random) {
  const std::size_t at = below(bytes.size() + 1, random);
  const std::size_t length = below(std::min<std::size_t>(16, bytes.size() - at) + 1, random);
  switch (below(6, random)) {
    case 0:
      if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8, random)));
      break;
    case 1:
      if (at < bytes.size()) bytes[at] = static_cast<char>(random());
      break;
    case 2:
      bytes.erase(at, length);
      break;
    case 3:
      bytes.insert(at, bytes.substr(at, length));
      break;
    case 4:
      for (std::size_t i = 0; i < length; ++i) bytes[at + i] = below(2, random) == 0 ? 0 : '\xff';
      break;
    default:
      bytes = bytes.substr(0, at) + other.substr(below(other.size() + 1, random));
  }
}

void run(const std::string& bytes) {
  (void)LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fputs("usage: NAME_replay FOLDER COUNT\n", stderr);
    return 2;
  }
  const std::vector<std::string> corpus = read_corpus(arguments[1]);
  if (corpus.empty()) {
    std::fprintf(stderr, "expected inputs in %s, found none\n", arguments[1]);
    return 1;
  }
  for (const std::string& bytes : corpus) run(bytes);
  Random random(kSeed);
  const long variations = std::atol(arguments[2]);
  for (long i = 0; i < variations; ++i) {
    std::string bytes = corpus[below(corpus.size(), random)];
    const std::size_t edits = 1 + below(kMostEdits, random);
    for (std::size_t j = 0; j < edits; ++j) {
      edit(bytes, corpus[below(corpus.size(), random)], random);
    }
    run(bytes);
  }
  std::printf("%zu inputs and %ld variations\n", corpus.size(), variations);
  return 0;
}
