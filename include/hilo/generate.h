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

// An element comes from random bits that belong to (seed, file, position): Random123's
// Threefry4x64-20. The same element of each kind and distribution comes from the same bits.
//
//              float64                       integers of b bits, saturated       bool
//   normal     mean 0, sigma 1, |x| < 8.6    centre 0, or 2^(b-1) if unsigned;   float64 > 0
//                                            sigma 2^(b-4)
//   uniform    multiples of 2^-53 in [0, 1)  all values of the kind              a fair bit
//   lognormal  e to the normal value         median 2^(b-5)                      float64 > 1
//
// float32 and float16 are the float64 value rounded (so that a uniform value may round to 1);
// integers are rounded too. Rounding is to nearest, ties to even.
enum class Distribution : std::uint8_t { normal, uniform, lognormal };

struct GenerateOptions {
  std::int64_t files = 10000;  // >= 1: file_0.npy ... file_{files-1}.npy
  std::int64_t size = 100000;  // >= 0: elements a file, one dimension
  Distribution distribution = Distribution::normal;
  Kind kind = Kind::float64;
  std::uint64_t seed = 0;
  int jobs = 0;        // worker threads; 0: the CPUs allowed
  bool force = false;  // remove all file_N.npy that are there, and make them anew
  const std::atomic<bool>* stop = nullptr;  // set to true: drop the files in hand and return
  // Called from one thread at a time, with the files done so far (written or kept).
  std::function<void(std::int64_t done)> on_progress = nullptr;
};

struct GenerateReport {
  std::int64_t written = 0;
  std::int64_t kept = 0;     // complete files that were there
  std::int64_t removed = 0;  // files that `force` removed
  std::int64_t bytes_written = 0;
  bool complete = true;  // false when stopped
};

// Makes `directory` (and its parents) and fills it with .npy files, byte for byte as np.save writes
// them on a little-endian machine. A value depends on the seed, the file's number and its position
// only. Files appear whole or not at all, and a run that was killed is taken up by the next one:
// complete files are kept. What the files are is written into DIRECTORY/.hilo-generate.json
// (docs/formats/generate.md); more files of the same kind may be added later.
//
// Errors: USAGE for options out of range, a path that is no directory, and (without `force`) a
// directory whose file_N.npy were made with other parameters, are more than asked for, or have no
// .hilo-generate.json beside them: nothing is changed then. OUTPUT where something could not be
// written, or where another run is filling the directory; the files that are done stay.
Result<GenerateReport> generate(const std::string& directory, const GenerateOptions& options = {});

}  // namespace hilo

#endif  // HILO_GENERATE_H_
