#include "profile/run_shares.h"

#include <algorithm>
#include <cstdint>

namespace hilo::judging {
namespace {

// Those that did the work, apart from the thread that called, where others did.
std::int64_t workers_of(const Profile& profile) {
  const auto others =
      std::count_if(profile.workers.begin(), profile.workers.end(),
                    [](const WorkerProfile& worker) { return worker.name != "run"; });
  return std::max<std::int64_t>(others, 1);
}

}  // namespace

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

double share(const Profile& profile, Stage stage) { return profile.stage(stage).share; }

double busy_share(const Profile& profile, Stage stage) {
  return ratio(share(profile, stage), 1 - share(profile, Stage::idle));
}

double run_share(const Profile& profile, Stage stage) {
  return ratio(profile.stage(stage).seconds, profile.wall_s);
}

double rate(const Profile& profile) {
  return ratio(static_cast<double>(profile.bytes), profile.wall_s);
}

double cold_rate(const Profile& profile) {
  return rate(profile) * (profile.page_cache_share ? cold_share(profile) : 1);
}

double rate_within(const Profile& profile, Stage stage) {
  const StageProfile& part = profile.stage(stage);
  return ratio(static_cast<double>(part.bytes), part.seconds);
}

std::optional<double> per_worker(const Profile& profile, const std::optional<double>& ceiling) {
  if (!ceiling || profile.ceilings.workers < 1) return std::nullopt;
  return *ceiling / profile.ceilings.workers;
}

double mean_bytes(const Profile& profile) {
  return ratio(static_cast<double>(profile.bytes), static_cast<double>(profile.files));
}

double cold_share(const Profile& profile) { return 1 - profile.page_cache_share.value_or(1); }

double ready_share(const Profile& profile) {
  double wall_s = 0;
  double ready_s = 0;
  for (const WorkerProfile& worker : profile.workers) {
    wall_s += worker.wall_s;
    // The calling thread may wait for a CPU while it waits for its workers.
    ready_s += std::min(worker.ready_s, worker.wall_s);
  }
  return ratio(ready_s, wall_s);
}

double busy_ready_share(const Profile& profile) {
  return std::min(1.0, ratio(ready_share(profile), 1 - share(profile, Stage::idle)));
}

double waiting_share(const Profile& profile) {
  double busy_s = 0;
  double waited_s = 0;
  for (const WorkerProfile& worker : profile.workers) {
    const double busy = worker.wall_s - worker.stage_s[static_cast<std::size_t>(Stage::idle)];
    busy_s += busy;
    waited_s += std::max(0.0, busy - worker.cpu_s - worker.ready_s);
  }
  return ratio(waited_s, busy_s);
}

double reading_share(const Profile& profile) {
  return busy_share(profile, Stage::read) + busy_share(profile, Stage::open);
}

double around_share(const Profile& profile) {
  double sum = 0;
  for (const Stage stage : {Stage::open, Stage::decode, Stage::merge, Stage::report}) {
    sum += busy_share(profile, stage);
  }
  return sum;
}

double idle_share(const JudgedRun& run) {
  const Profile& profile = run.profile;
  const std::int64_t wanted = std::min(profile.jobs, run.facts.cpus);
  const auto missing = static_cast<double>(std::max<std::int64_t>(wanted - workers_of(profile), 0));
  const double missing_s = run.facts.has_batches ? 0 : missing * profile.wall_s;
  double all_s = missing_s;
  for (const StageProfile& stage : profile.stages) all_s += stage.seconds;
  return ratio(profile.stage(Stage::idle).seconds + missing_s, all_s);
}

}  // namespace hilo::judging
