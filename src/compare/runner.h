// Who runs a candidate: a seam, so that rounds can be tested without files.
#ifndef HILO_COMPARE_RUNNER_H_
#define HILO_COMPARE_RUNNER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "compare/comparison.h"

namespace hilo {

// A result in a few bytes: equal for equal results, and different for others but with a chance of
// one in 2^64.
struct ResultDigest {
  std::uint64_t hash = 0;
  std::uint64_t bytes = 0;

  friend bool operator==(const ResultDigest&, const ResultDigest&) = default;
};

struct RunRecord {
  RunTimes times;
  std::optional<ResultDigest> digest;  // none where the result is not exact, or there is none
  std::string failure;                 // empty where it did its work
  std::string note;
  bool stopped = false;  // before its end; the rest is of no use then
};

class Runner {
 public:
  virtual ~Runner() = default;

  virtual RunRecord run(const Candidate& candidate) = 0;

  // Puts all files out of memory. Gives why that is not possible, or nothing.
  virtual std::string make_cold() = 0;
};

}  // namespace hilo

#endif  // HILO_COMPARE_RUNNER_H_
