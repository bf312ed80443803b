#include "profile/recorder.h"

#include <utility>

namespace hilo {
namespace {

// Samples of what is read ahead, at most; and not more often than that.
constexpr std::size_t kMostSamples = 20'000;
constexpr std::int64_t kSampleNs = 100'000;

}  // namespace

thread_local constinit WorkerRecord* current_worker = nullptr;

ProfileRecorder::ProfileRecorder(bool is_tracing) : is_tracing_(is_tracing), epoch_ns_(now_ns()) {}

WorkerRecord& ProfileRecorder::add(WorkerRecord::Role role) {
  const std::lock_guard lock(mutex_);
  const std::int64_t number = ++counts_[static_cast<std::size_t>(role)];
  return records_.emplace_back(role, number, epoch_ns_, is_tracing_ ? &budget_ : nullptr);
}

void ProfileRecorder::note_ahead(std::int64_t bytes) {
  if (!is_tracing_) return;
  const std::int64_t at_ns = now_ns();
  const std::lock_guard lock(mutex_);
  if (ahead_.size() >= kMostSamples || (bytes > 0 && at_ns - last_ahead_ns_ < kSampleNs)) return;
  last_ahead_ns_ = at_ns;
  ahead_.push_back({at_ns, bytes});
}

WorkerScope::WorkerScope(ProfileRecorder* recorder, WorkerRecord::Role role, Stage stage)
    : record_(recorder == nullptr ? nullptr : &recorder->add(role)),
      outer_(std::exchange(current_worker, record_)) {
  if (record_ != nullptr) record_->begin(stage);
}

WorkerScope::~WorkerScope() {
  if (record_ != nullptr) record_->end();
  current_worker = outer_;
}

}  // namespace hilo
