// Data sets of random arrays, the same bytes on every machine.
#ifndef HILO_GENERATE_H_
#define HILO_GENERATE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "hilo/dtype.h"
#include "hilo/error.h"

namespace hilo {

enum class Distribution : std::uint8_t { normal, uniform, lognormal };

struct GenerateOptions {
  std::int64_t files = 10000;   // file_0.npy ... file_{files-1}.npy
  std::int64_t size = 100000;   // elements a file, one dimension
  Distribution distribution = Distribution::normal;
  Kind kind = Kind::float64;
  std::uint64_t seed = 0;
  int jobs = 0;                 // worker threads; 0: the CPUs allowed
  bool force = false;           // replace a data set that was made with other parameters
  const std::atomic<bool>* stop = nullptr;  // set to true: finish the files in hand and return
  // Called from one thread at a time, with the files done so far (written or kept).
  std::function<void(std::int64_t done)> on_progress;
};

struct GenerateReport {
  std::int64_t written = 0;
  std::int64_t kept = 0;        // complete files that were there
  std::int64_t removed = 0;     // files of another data set, with `force`
  std::int64_t bytes_written = 0;
  bool complete = true;         // false when stopped
};

// Makes `directory` (and its parents) and fills it with .npy files. A value depends on the seed,
// the file's number and its position only. Files appear whole or not at all.
Result<GenerateReport> generate(const std::string& directory, const GenerateOptions& options = {});

}  // namespace hilo

#endif  // HILO_GENERATE_H_
