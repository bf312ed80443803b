#include "profiled_run.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <utility>
#include <vector>

#include "base/cpus.h"
#include "base/file_system_name.h"
#include "execute/pieces.h"
#include "hilo/batch_executor.h"
#include "measure/ceilings.h"
#include "profile/causes.h"
#include "profile/run_shares.h"
#include "profile/summarize.h"
#include "profile/verdict.h"
#include "report/trace.h"

namespace hilo {
namespace {

// What is measured after a run takes so much of its time, or a moment that nobody notices. The rest
// of a profile takes less.
constexpr double kCeilingShare = 0.005;
constexpr auto kLeastMoment = std::chrono::milliseconds(1);
constexpr auto kMostMoment = std::chrono::milliseconds(80);
// Only what waited for reads says how fast they could be, and only where it took long enough: a
// disk gives anything for a moment.
constexpr double kColdShare = 0.0125;
constexpr auto kLeastColdMoment = std::chrono::milliseconds(20);
constexpr auto kMostColdMoment = std::chrono::milliseconds(300);
constexpr std::size_t kSampledFiles = 64;

std::string executor_name(const StatsOptions& options, Executor executor) {
  if (options.batches != nullptr) return options.batches->name();
  switch (executor) {
    case Executor::serial:
      return "serial";
    case Executor::processes:
      return "processes";
    default:
      return "threads";
  }
}

// Some files, from all over the list; first the largest, which may hold most of the bytes.
std::vector<std::string> sample(const InputList& inputs, const RunFacts& facts) {
  std::vector<std::string> paths;
  if (!facts.largest_file.empty()) paths.push_back(facts.largest_file);
  const std::size_t count = std::min(inputs.size(), kSampledFiles);
  for (std::size_t i = 0; i < count; ++i) {
    paths.push_back(inputs.key_of(i * inputs.size() / count));
  }
  return paths;
}

// Of a run's time.
std::chrono::nanoseconds part_of(const Profile& profile, double share) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(share * profile.wall_s));
}

std::chrono::nanoseconds cold_budget(const Profile& profile, const RunFacts& facts) {
  const JudgedRun run{profile, facts};
  if (!judging::is_storage(run) && !judging::is_file_system(run)) return {};
  const std::chrono::nanoseconds budget = part_of(profile, kColdShare);
  return budget < kLeastColdMoment ? std::chrono::nanoseconds(0)
                                   : std::min<std::chrono::nanoseconds>(budget, kMostColdMoment);
}

Ceilings ceilings_for(const Profile& profile, const RunFacts& facts, const InputList& inputs,
                      const Plan& plan) {
  const auto warm = std::clamp<std::chrono::nanoseconds>(part_of(profile, kCeilingShare),
                                                         kLeastMoment, kMostMoment);
  const std::chrono::nanoseconds cold = cold_budget(profile, facts);
  const ColdWish wish = {cold.count() > 0, judging::cold_rate(profile)};
  return measure_ceilings(sample(inputs, facts), profile.jobs, plan.context.chunk_bytes, wish,
                          warm + cold);
}

}  // namespace

Result<ProfiledRun> ProfiledRun::begin(const StatsOptions& options) {
  ProfiledRun run(options);
  if (!options.trace.empty()) {
    auto file = OutputFile::open(options.trace);
    if (!file) return Failure(std::move(file.error()));
    run.trace_ = std::move(*file);
  }
  if (options.profile || run.trace_) {
    run.before_ = Resources::now(run.counted_);
    run.recorder_ = std::make_unique<ProfileRecorder>(run.trace_ != nullptr);
  }
  // Also where nothing is measured: the thread may be a worker of another run, whose callback
  // calls.
  run.caller_ = std::make_unique<WorkerScope>(run.recorder_.get(), WorkerRecord::Role::caller,
                                              Stage::discover);
  return run;
}

void ProfiledRun::note(std::size_t index, const FileOutcome& outcome) {
  if (!recorder_) return;
  enter_stage(Stage::merge);
  if (current_worker != nullptr) {
    current_worker->return_to_file(static_cast<std::int64_t>(index));
  }
  if (outcome.form != FileOutcome::Form::scanned || outcome.is_recalled) return;
  const std::int64_t bytes = outcome.scan.identity.bytes;
  if (largest_ && bytes <= facts_.largest_bytes) return;
  largest_ = index;
  facts_.largest_bytes = bytes;
  is_large_ = is_shared(outcome.scan.info);
}

std::optional<Profile> ProfiledRun::end(const InputList& inputs, const Plan& plan,
                                        Executor executor, const std::string& transform) {
  if (!recorder_) return std::nullopt;
  caller_.reset();
  if (!options_->profile) return std::nullopt;
  const ProfileRecorder::Elsewhere& elsewhere = recorder_->elsewhere();
  const Resources used = Resources::now(counted_) - before_ + elsewhere.used;
  Profile profile = summarize(*recorder_, used, now_ns());
  profile.executor = executor_name(*options_, executor);
  facts_.has_batches = options_->batches != nullptr;
  profile.jobs = executor == Executor::serial ? 1 : plan.jobs;
  if (facts_.has_batches) profile.jobs = std::max(1, elsewhere.workers);
  facts_.cpus = allowed_cpus();
  if (elsewhere.is_other_machine) facts_.cpus = profile.jobs;  // as far as is known
  facts_.transform = transform;
  facts_.wanted_serial = options_->executor == Executor::serial;
  if (largest_) {
    inputs.key_of(*largest_, facts_.largest_file);
    facts_.file_system = file_system_name(facts_.largest_file);
  }
  if (is_large_ && !facts_.has_batches) {
    const auto chunk_bytes = static_cast<std::int64_t>(plan.context.chunk_bytes);
    facts_.pieces =
        std::max<std::int64_t>(facts_.largest_bytes / std::max(kPieceBytes, chunk_bytes), 1);
  }
  facts_.was_split = facts_.pieces > 1 && profile.jobs > 1;
  if (!elsewhere.is_other_machine) {
    profile.ceilings = ceilings_for(profile, facts_, inputs, plan);
  }
  judge(profile, facts_);
  return profile;
}

Result<void> ProfiledRun::commit_trace(const InputList& inputs) {
  if (!trace_) return {};
  const auto key_of = [&](std::size_t index, std::string& key) { inputs.key_of(index, key); };
  try {
    auto written = report::write_trace(*recorder_, key_of, *trace_);
    return written ? trace_->commit() : written;
  } catch (const std::bad_alloc&) {  // the result is there
    return failure(ErrorCode::output, "expected memory to write the trace, found none",
                   options_->trace);
  }
}

}  // namespace hilo
