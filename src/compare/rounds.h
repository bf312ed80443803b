// All candidates in turn, several times: forward in the first round, backward in the second, and so
// on, so that a machine that grows slower or faster meanwhile does so for all of them alike.
#ifndef HILO_COMPARE_ROUNDS_H_
#define HILO_COMPARE_ROUNDS_H_

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compare/comparison.h"
#include "compare/runner.h"

namespace hilo {

// The positions of `count` candidates in the order in which they run in a round, the first of which
// is 0.
std::vector<std::size_t> order_of_round(std::size_t count, int round);

// A run that is about to begin.
struct RunUnderWay {
  int round = 0;
  int rounds = 0;
  const Candidate& candidate;
};

struct RoundsPlan {
  int rounds = 1;
  // No round begins that would end later than this after the first began, if it takes as long as
  // the one before.
  std::optional<std::chrono::nanoseconds> limit;
  // A round of which the first run says that it would take longer ends with that run.
  std::optional<std::chrono::nanoseconds> longest_round = std::nullopt;
  const std::atomic<bool>* stop = nullptr;  // may be null
  std::function<void(const RunUnderWay&)> on_run = nullptr;
};

// "a round would take 12 minutes or more; '--cold on' takes them"
std::string too_long(double seconds);

inline constexpr const char* kOtherResult = "its result is not that of the other runs";

// What all results must be; set by the first that there is.
struct Agreement {
  std::optional<ResultDigest> digest;
  std::int64_t same = 0;
  std::int64_t others = 0;

  bool accept(const ResultDigest& found);
};

// Candidates are all warm or all cold; before each run of cold ones the files are put out of
// memory. Adds to the rounds of each. One that has failed, or whose result differs, does not run
// again. False where it was stopped, a round would take too long, or files could not be put out of
// memory any more; `why` says the latter two.
bool run_rounds(std::span<Candidate> candidates, const RoundsPlan& plan, Runner& runner,
                Agreement& agreement, std::string& why);

}  // namespace hilo

#endif  // HILO_COMPARE_ROUNDS_H_
