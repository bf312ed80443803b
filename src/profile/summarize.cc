#include "profile/summarize.h"

#include <algorithm>

namespace hilo {
namespace {

using Shares = std::array<double, kStages>;

// Of a file that was timed as a whole, what each stage is taken to have had: as of the time of
// those that were timed in detail.
Shares shares_of_unmeasured(const WorkerTotals& totals) {
  const LapNs& sampled_ns = totals.sampled_ns;
  const bool has_sample = std::any_of(sampled_ns.begin(), sampled_ns.end(),
                                      [](std::int64_t spent_ns) { return spent_ns > 0; });
  const LapNs& spent_ns = has_sample ? sampled_ns : totals.spent_ns;
  Shares shares = {};
  double sum = 0;
  for (const Stage stage :
       {Stage::open, Stage::read, Stage::decode, Stage::compute, Stage::merge, Stage::report}) {
    shares[lap_of(stage)] = static_cast<double>(spent_ns[lap_of(stage)]);
    sum += shares[lap_of(stage)];
  }
  if (sum == 0) shares[lap_of(Stage::read)] = sum = 1;
  for (double& share : shares) share /= sum;
  return shares;
}

StageSeconds seconds_of(const LapNs& spent_ns, const Shares& unmeasured) {
  StageSeconds seconds = {};
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    seconds[stage] = (static_cast<double>(spent_ns[stage]) +
                      unmeasured[stage] * static_cast<double>(spent_ns[kUnmeasured])) /
                     1e9;
  }
  return seconds;
}

std::string name_of(const WorkerRecord& record) {
  if (record.role() == WorkerRecord::Role::caller) return "run";
  return "worker " + std::to_string(record.number());
}

WorkerProfile profile_of(const WorkerRecord& record, std::int64_t epoch_ns) {
  const WorkerTotals& totals = record.totals();
  const Shares unmeasured = shares_of_unmeasured(totals);
  WorkerProfile worker;
  worker.name = name_of(record);
  worker.begin_s = static_cast<double>(record.begin_ns() - epoch_ns) / 1e9;
  worker.stage_s = seconds_of(totals.spent_ns, unmeasured);
  for (const double seconds : worker.stage_s) worker.wall_s += seconds;
  worker.cpu_s = static_cast<double>(totals.cpu.cpu_ns) / 1e9;
  worker.ready_s = static_cast<double>(totals.cpu.ready_ns) / 1e9;
  worker.files = totals.files;
  worker.bytes = totals.read_bytes;
  for (const LapNs& interval : record.timeline().intervals()) {
    worker.timeline.push_back(seconds_of(interval, unmeasured));
  }
  return worker;
}

void add_calls(SystemCalls& sum, const SystemCalls& calls) {
  sum.open += calls.open;
  sum.fstat += calls.fstat;
  sum.read += calls.read;
  sum.close += calls.close;
  sum.fadvise += calls.fadvise;
}

// The system had the bytes in memory where it said so; but what was read ahead of the workers had
// come from the disk all the same. Some file systems do not say, though their disk is seen at work.
// There little from a disk may as well be parts of the program itself, and says nothing of the
// files.
std::optional<double> page_cache_share(const WorkerTotals& sum, const Resources& used) {
  constexpr double kLittle = 0.1;
  if (sum.read_bytes == 0) return std::nullopt;
  const double disk = static_cast<double>(used.disk_bytes) / static_cast<double>(sum.read_bytes);
  const auto told = static_cast<double>(sum.asked_bytes);
  const auto untold = static_cast<double>(sum.untold_bytes);
  const bool is_told = told > 0 && untold <= kLittle * (told + untold);
  if (!is_told && disk < kLittle) return std::nullopt;
  const double warm = is_told ? static_cast<double>(sum.warm_bytes) / told : 1;
  return std::clamp(std::min(warm, 1 - disk), 0.0, 1.0);
}

void share_out(Profile& profile, const WorkerTotals& sum) {
  double seconds = 0;
  for (const StageProfile& stage : profile.stages) seconds += stage.seconds;
  for (StageProfile& stage : profile.stages) {
    stage.share = seconds > 0 ? stage.seconds / seconds : 0;
  }
  const auto bytes = [&](Stage stage) -> std::int64_t& {
    return profile.stages[lap_of(stage)].bytes;
  };
  bytes(Stage::read) = sum.read_bytes;
  bytes(Stage::decode) = sum.header_bytes;
  bytes(Stage::compute) = sum.computed_bytes;
}

}  // namespace

Profile summarize(ProfileRecorder& recorder, const Resources& used, std::int64_t end_ns) {
  Profile profile;
  profile.wall_s = static_cast<double>(end_ns - recorder.epoch_ns()) / 1e9;
  profile.user_s = used.user_s;
  profile.system_s = used.system_s;
  std::int64_t interval_ns = 0;
  for (const WorkerRecord& record : recorder.records()) {
    interval_ns = std::max(interval_ns, record.timeline().interval_ns());
  }
  profile.interval_s = static_cast<double>(interval_ns) / 1e9;
  WorkerTotals sum;
  for (WorkerRecord& record : recorder.records()) {
    add_calls(profile.system_calls, record.totals().calls);
    // One that never came to say anything has no time.
    if (record.role() == WorkerRecord::Role::reader || record.begin_ns() == 0) continue;
    record.timeline().widen_to(interval_ns);
    sum += record.totals();
    profile.workers.push_back(profile_of(record, recorder.epoch_ns()));
    const WorkerProfile& worker = profile.workers.back();
    for (std::size_t stage = 0; stage < kStages; ++stage) {
      profile.stages[stage].seconds += worker.stage_s[stage];
    }
  }
  profile.files = sum.files;
  profile.bytes = sum.read_bytes;
  profile.page_cache_share = page_cache_share(sum, used);
  share_out(profile, sum);
  return profile;
}

}  // namespace hilo
