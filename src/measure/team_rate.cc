#include "measure/team_rate.h"

#include <algorithm>
#include <array>
#include <latch>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

namespace hilo {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kSlices = 6;  // the first warms up

struct Team {
  std::latch start{1};
  Clock::time_point begin;  // before the start, as is_cancelled
  std::chrono::nanoseconds slice;
  bool is_cancelled = false;
};

using Slices = std::array<TimedBytes, kSlices>;

void run_steps(const Team& team, const Step& step, Slices& slices) {
  // One step in any case, on a machine that is so busy that time is over before.
  std::size_t slice = 0;
  do {
    const auto now = static_cast<std::size_t>((Clock::now() - team.begin) / team.slice);
    slice = std::min(now, kSlices - 1);
    const TimedBytes done = step();
    slices[slice].bytes += done.bytes;
    slices[slice].elapsed += done.elapsed;
  } while (Clock::now() < team.begin + kSlices * team.slice);
}

// Where memory runs out, nothing is counted.
void work(Team& team, const Step& step, Slices& slices) {
  team.start.wait();
  if (team.is_cancelled) return;
  try {
    run_steps(team, step, slices);
  } catch (const std::bad_alloc&) {
    slices = {};
  }
}

// Nothing where some worker has done nothing.
std::optional<double> rate(const std::vector<Slices>& of_workers, std::size_t slice) {
  double sum = 0;
  for (const Slices& slices : of_workers) {
    const TimedBytes& done = slices[slice];
    if (done.bytes == 0 || done.elapsed.count() <= 0) return std::nullopt;
    sum += static_cast<double>(done.bytes) / std::chrono::duration<double>(done.elapsed).count();
  }
  return sum;
}

// One that is as long as the work took.
std::vector<Slices> in_one_slice(const std::vector<Slices>& of_workers) {
  std::vector<Slices> sums(of_workers.size());
  for (std::size_t worker = 0; worker < of_workers.size(); ++worker) {
    for (const TimedBytes& done : of_workers[worker]) {
      sums[worker][0].bytes += done.bytes;
      sums[worker][0].elapsed += done.elapsed;
    }
  }
  return sums;
}

}  // namespace

std::optional<double> team_rate(int workers, std::chrono::nanoseconds time,
                                const std::function<Step(int worker)>& make_step) {
  const auto count = static_cast<std::size_t>(std::max(workers, 1));
  std::vector<Step> steps;
  for (std::size_t worker = 0; worker < count; ++worker) {
    steps.push_back(make_step(static_cast<int>(worker)));
  }
  std::vector<Slices> done(count);
  Team team;
  team.slice = std::max(time / static_cast<int>(kSlices), std::chrono::nanoseconds(1));
  {
    std::vector<std::jthread> threads;
    try {
      threads.reserve(count);
      for (std::size_t worker = 1; worker < count; ++worker) {
        threads.emplace_back([&, worker] { work(team, steps[worker], done[worker]); });
      }
    } catch (const std::system_error&) {
      team.is_cancelled = true;
    } catch (const std::bad_alloc&) {
      team.is_cancelled = true;
    }
    team.begin = Clock::now();
    team.start.count_down();
    work(team, steps[0], done[0]);
  }
  std::optional<double> best;
  for (std::size_t slice = 1; slice < kSlices; ++slice) {
    const auto reached = rate(done, slice);
    if (reached && (!best || *reached > *best)) best = reached;
  }
  return best ? best : rate(in_one_slice(done), 0);
}

}  // namespace hilo
