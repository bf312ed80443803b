#include "compare/rounds.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace hilo {
namespace {

using Clock = std::chrono::steady_clock;

bool is_stopped(const RoundsPlan& plan) {
  return plan.stop != nullptr && plan.stop->load(std::memory_order_relaxed);
}

void note(Candidate& candidate, RunRecord&& record, Agreement& agreement) {
  candidate.rounds.push_back(record.times);
  candidate.failure = std::move(record.failure);
  if (!record.note.empty()) candidate.note = std::move(record.note);
  if (record.digest && !agreement.accept(*record.digest)) {
    candidate.failure = kOtherResult;
  }
}

// How long a round takes, or more, as whose first run this candidate has taken so long; where that
// is too long and there are others to come. These are at best as many times as fast as they have
// more workers.
std::optional<Clock::duration> whole_round(const RoundsPlan& plan,
                                           std::span<const Candidate> candidates,
                                           const Candidate& first, Clock::duration so_far) {
  const auto runs = std::count_if(candidates.begin(), candidates.end(),
                                  [](const Candidate& each) { return !each.rounds.empty(); });
  if (!plan.longest_round || runs != 1 || candidates.size() < 2) return std::nullopt;
  Clock::duration whole{0};
  for (const Candidate& each : candidates) {
    whole += so_far * first.workers / std::max(each.workers, first.workers);
  }
  return whole > *plan.longest_round ? std::optional(whole) : std::nullopt;
}

}  // namespace

std::string too_long(double seconds) {
  return "a round would take " + std::to_string(static_cast<std::int64_t>(seconds / 60)) +
         " minutes or more; '--cold on' takes them";
}

std::vector<std::size_t> order_of_round(std::size_t count, int round) {
  std::vector<std::size_t> order(count);
  for (std::size_t i = 0; i < count; ++i) order[i] = i;
  if (round % 2 == 1) std::reverse(order.begin(), order.end());
  return order;
}

bool Agreement::accept(const ResultDigest& found) {
  if (!digest) digest = found;
  const bool is_same = *digest == found;
  is_same ? ++same : ++others;
  return is_same;
}

bool run_rounds(std::span<Candidate> candidates, const RoundsPlan& plan, Runner& runner,
                Agreement& agreement, std::string& why) {
  const auto begin = Clock::now();
  Clock::duration last_round{0};
  for (int round = 0; round < plan.rounds; ++round) {
    const auto round_begin = Clock::now();
    if (round > 0 && plan.limit && round_begin + last_round > begin + *plan.limit) return true;
    for (const std::size_t index : order_of_round(candidates.size(), round)) {
      Candidate& candidate = candidates[index];
      if (is_stopped(plan)) return false;
      if (!candidate.failure.empty()) continue;
      if (plan.on_run) plan.on_run({round, plan.rounds, candidate});
      if (candidate.cold) why = runner.make_cold();
      if (!why.empty()) return false;
      RunRecord record = runner.run(candidate);
      if (record.stopped) return false;
      note(candidate, std::move(record), agreement);
      if (const auto whole = whole_round(plan, candidates, candidate, Clock::now() - begin)) {
        why = too_long(std::chrono::duration<double>(*whole).count());
        return false;
      }
    }
    last_round = Clock::now() - round_begin;
  }
  return true;
}

}  // namespace hilo
