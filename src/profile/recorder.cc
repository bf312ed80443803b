#include "profile/recorder.h"

#include <new>
#include <utility>

namespace hilo {
namespace {

// Samples of what is read ahead, at most.
constexpr std::size_t kMostSamples = 20'000;

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
  // That nothing is ahead any more is not left out.
  const bool ends = bytes == 0 && !ahead_.empty() && ahead_.back().bytes > 0;
  if (at_ns - last_ahead_ns_ < sample_ns_ && !ends) return;
  last_ahead_ns_ = at_ns;
  if (ahead_.size() == kMostSamples) thin_out_samples();
  try {
    ahead_.push_back({at_ns, bytes});
  } catch (const std::bad_alloc&) {
    // The counter lacks a sample.
  }
}

// Every second of them, and of those to come.
void ProfileRecorder::thin_out_samples() {
  sample_ns_ *= 2;
  for (std::size_t i = 0; 2 * i < ahead_.size(); ++i) ahead_[i] = ahead_[2 * i];
  ahead_.resize((ahead_.size() + 1) / 2);
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
