// All workers of a run, as they measure themselves.
#ifndef HILO_PROFILE_RECORDER_H_
#define HILO_PROFILE_RECORDER_H_

#include <cstdint>
#include <deque>
#include <mutex>
#include <vector>

#include "profile/resources.h"
#include "profile/span_buffer.h"
#include "profile/worker_record.h"

namespace hilo {

// The bytes that read-ahead had asked for, and no worker had begun with, at a moment.
struct AheadSample {
  std::int64_t at_ns = 0;
  std::int64_t bytes = 0;
};

class ProfileRecorder {
 public:
  // With the samples of counters a million, for which 40 MB of memory are enough.
  static constexpr std::int64_t kMostEvents = 980'000;

  explicit ProfileRecorder(bool is_tracing);

  bool is_tracing() const { return is_tracing_; }
  std::int64_t epoch_ns() const { return epoch_ns_; }

  // By any thread; the record lives as long as this.
  WorkerRecord& add(WorkerRecord::Role role);

  void note_ahead(std::int64_t bytes);

  // Of workers in processes that are not this one's children; by the thread that called.
  struct Elsewhere {
    int workers = 0;  // at a time
    Resources used;
    bool is_other_machine = false;  // some were on one
  };
  Elsewhere& elsewhere() { return elsewhere_; }
  const Elsewhere& elsewhere() const { return elsewhere_; }

  // When all threads that write to them have ended.
  std::deque<WorkerRecord>& records() { return records_; }
  const std::deque<WorkerRecord>& records() const { return records_; }
  const std::vector<AheadSample>& ahead() const { return ahead_; }

 private:
  void thin_out_samples();

  const bool is_tracing_;
  const std::int64_t epoch_ns_;
  SpanBudget budget_{kMostEvents};
  std::mutex mutex_;
  std::deque<WorkerRecord> records_;
  std::int64_t counts_[3] = {};  // of each role
  std::vector<AheadSample> ahead_;
  std::int64_t last_ahead_ns_ = 0;
  std::int64_t sample_ns_ = 100'000;  // between two samples, at least
  Elsewhere elsewhere_;
};

// The worker whose thread this is; null where nothing is measured. Code that goes from one stage to
// the next says so to it, whoever called.
extern thread_local constinit WorkerRecord* current_worker;

inline void enter_stage(Stage stage) {
  if (WorkerRecord* const worker = current_worker) worker->enter(stage);
}

// The same for what takes long, and seldom happens (WorkerRecord::enter_timed).
inline void enter_timed_stage(Stage stage) {
  if (WorkerRecord* const worker = current_worker) worker->enter_timed(stage);
}

// Takes a lock. The worker is idle while somebody else has it, and in `stage` then.
template <typename Lock>
void lock_idly(Lock& lock, Stage stage) {
  if (lock.try_lock()) return;
  enter_stage(Stage::idle);
  lock.lock();
  enter_stage(stage);
}

// Counts a call of the system: count_call(&SystemCalls::open).
inline void count_call(std::int64_t SystemCalls::*call, std::int64_t times = 1) {
  if (WorkerRecord* const worker = current_worker) worker->calls().*call += times;
}

// Makes the calling thread a worker of a run, as long as it lives; nothing where `recorder` is
// null.
class WorkerScope {
 public:
  WorkerScope(ProfileRecorder* recorder, WorkerRecord::Role role, Stage stage);
  ~WorkerScope();
  WorkerScope(const WorkerScope&) = delete;
  WorkerScope& operator=(const WorkerScope&) = delete;

 private:
  WorkerRecord* record_;
  WorkerRecord* outer_;
};

// The calling thread waits for the workers that it has started, as long as this lives.
class AwayScope {
 public:
  AwayScope() {
    if (current_worker != nullptr) current_worker->leave();
  }
  ~AwayScope() { enter_stage(Stage::merge); }
  AwayScope(const AwayScope&) = delete;
  AwayScope& operator=(const AwayScope&) = delete;
};

}  // namespace hilo

#endif  // HILO_PROFILE_RECORDER_H_
