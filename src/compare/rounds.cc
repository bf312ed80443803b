#include "compare/rounds.h"

#include <algorithm>
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

}  // namespace

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
    }
    last_round = Clock::now() - round_begin;
  }
  return true;
}

}  // namespace hilo
