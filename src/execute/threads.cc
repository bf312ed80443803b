// A pool of threads over one cursor.
//
// Inputs are taken in order, and outcomes are given back in order: one that is early waits in a
// window of kWindow places, and the cursor waits where the window is full, so memory does not grow
// with the number of inputs. A large file is cut into pieces (pieces.h), which all threads take
// before they take further inputs; its state is the sum of the pieces' states, in whatever order
// they come.

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

#include "execute/executor.h"
#include "execute/large_array.h"
#include "execute/outcome.h"
#include "read/descriptor_budget.h"
#include "read/read_ahead.h"

namespace hilo {
namespace {

constexpr std::size_t kWindow = 256;

class ThreadRun {
 public:
  explicit ThreadRun(const Plan& plan)
      : plan_(plan),
        count_(plan.inputs.size()),
        pool_(descriptor_budget()),
        read_ahead_(
            count_,
            [&plan](std::size_t index, std::string& path) { plan.inputs.key_of(index, path); },
            pool_, plan.context.profile),
        window_(std::min(kWindow, count_)) {}

  void run() {
    enter_stage(Stage::idle);  // what it waits for begins
    std::unique_lock lock(mutex_);
    start_threads(std::min(static_cast<std::size_t>(plan_.jobs), count_));
    if (threads_.empty()) {
      lock.unlock();
      const AwayScope away;
      work();
      lock.lock();
    }
    {
      const AwayScope away;
      all_ended_.wait(lock, [&] { return running_ == 0; });
    }
    const std::vector<std::jthread> finished = std::move(threads_);
    lock.unlock();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  static constexpr std::size_t kMostThreads = 4096;

  // With the mutex. Fewer threads than asked for do the same work.
  void start_threads(std::size_t wanted) {
    try {
      while (threads_.size() < std::min(wanted, kMostThreads)) {
        threads_.emplace_back([this] {
          work();
          const std::lock_guard lock(mutex_);
          if (--running_ == 0) all_ended_.notify_one();
        });
        ++running_;
      }
    } catch (const std::system_error&) {
    } catch (const std::bad_alloc&) {
    }
  }

  // Nothing but memory that runs out, or a callback of the caller's, throws here.
  void work() {
    try {
      const WorkerScope worker(plan_.context.profile, WorkerRecord::Role::worker, Stage::idle);
      scan_until_done();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      end();
    }
  }

  void scan_until_done() {
    Scanner scanner(plan_.context);
    std::unique_lock lock(mutex_);
    while (true) {
      wait_for_work(lock);
      if (ended_ || emitted_ == count_) return;
      if (has_piece()) {
        scan_piece(lock, scanner);
      } else {
        const std::size_t index = next_++;
        lock.unlock();
        scan_one(index, scanner);
        lock_idly(lock, Stage::merge);
      }
    }
  }

  void wait_for_work(std::unique_lock<std::mutex>& lock) {
    const auto has_news = [&] {
      return ended_ || emitted_ == count_ || has_piece() || has_input();
    };
    if (has_news()) return;
    enter_stage(Stage::idle);
    changed_.wait(lock, has_news);
  }

  // With the mutex. No thread begins anything after this, or waits for a descriptor.
  void end() {
    ended_ = true;
    pool_.close();
    changed_.notify_all();
  }

  bool has_piece() const { return !shared_.empty(); }
  bool has_input() const { return next_ < count_ && next_ < emitted_ + kWindow; }

  // The place in the window of an input that this thread has taken and nobody has given yet: its
  // own.
  FileOutcome& outcome_of(std::size_t index) { return window_[index % window_.size()].outcome; }

  void scan_one(std::size_t index, Scanner& scanner) {
    FileOutcome& outcome = outcome_of(index);
    if (!begin(outcome, plan_, index)) return give(index);
    if (current_worker != nullptr) current_worker->begin_file(static_cast<std::int64_t>(index));
    enter_stage(Stage::read);
    read_ahead_.begin(index);
    auto place = std::make_unique<DescriptorPlace>(pool_);
    if (!place->is_held()) return;  // the run has ended
    auto array = scanner.open(outcome.path);
    if (!array) {
      scanner.take_cold();
      fail(outcome, std::move(array.error()));
      return give(index);
    }
    if (plan_.jobs > 1 && is_shared(array->info)) {
      note_warmth(scanner);
      return share(std::make_shared<LargeArray>(index, std::move(*array), std::move(place),
                                                plan_.context.chunk_bytes));
    }
    scan_opened(scanner, std::move(*array), plan_.context.nan_policy, outcome);
    note_warmth(scanner);
    place.reset();
    give(index);
  }

  void note_warmth(Scanner& scanner) {
    scanner.take_cold() ? read_ahead_.note_cold() : read_ahead_.note_warm();
  }

  void share(std::shared_ptr<LargeArray> shared) {
    {
      const std::lock_guard lock(mutex_);
      shared_.push_back(std::move(shared));
      // Where there are fewer inputs than jobs.
      start_threads(static_cast<std::size_t>(plan_.jobs));
    }
    changed_.notify_all();
  }

  void scan_piece(std::unique_lock<std::mutex>& lock, Scanner& scanner) {
    const std::shared_ptr<LargeArray> shared = shared_.front();
    PieceProgress& progress = shared->progress;
    const std::int64_t piece = progress.take_next();
    if (!progress.has_next()) shared_.pop_front();
    lock.unlock();

    if (current_worker != nullptr) {
      current_worker->begin_piece(static_cast<std::int64_t>(shared->index));
    }
    const auto [first, last] = progress.pieces()[piece];
    Moments moments;
    auto scanned = scanner.scan_range(shared->array, first, last, moments);
    scanner.take_cold();  // add_range() has asked ahead

    std::optional<Error> error;
    if (!scanned) error = std::move(scanned.error());
    enter_stage(Stage::merge);
    lock_idly(lock, Stage::merge);
    // No overflow: the array's size is below 2^63.
    if (!error) (void)outcome_of(shared->index).scan.moments.merge(moments);
    progress.finish(piece, std::move(error), scanner.was_stopped());
    if (!progress.has_next()) std::erase(shared_, shared);
    if (!progress.is_done()) return;
    lock.unlock();
    finish(*shared);
    lock_idly(lock, Stage::merge);
  }

  void finish(LargeArray& shared) {
    shared.finish(outcome_of(shared.index), plan_.context.nan_policy);
    shared.place.reset();
    give(shared.index);
  }

  // An outcome is ready. The thread that completes the window's front hands out what is ready,
  // while the others go on.
  void give(std::size_t index) {
    std::unique_lock lock(mutex_, std::defer_lock);
    lock_idly(lock, Stage::merge);
    window_[index % window_.size()].ready = true;
    if (emitting_) return;
    emitting_ = true;
    while (!ended_ && emitted_ < count_ && window_[emitted_ % window_.size()].ready) {
      lock.unlock();
      const bool go_on = plan_.take(emitted_, outcome_of(emitted_));
      lock_idly(lock, Stage::merge);
      window_[emitted_ % window_.size()].ready = false;
      ++emitted_;
      if (!go_on) end();
    }
    emitting_ = false;
    lock.unlock();
    changed_.notify_all();
  }

  struct Place {
    bool ready = false;  // guarded by the mutex
    FileOutcome outcome;
  };

  const Plan& plan_;
  const std::size_t count_;
  DescriptorPool pool_;
  ReadAhead read_ahead_;

  std::mutex mutex_;
  std::condition_variable changed_;    // what the workers wait for
  std::condition_variable all_ended_;  // the caller, whom no single file needs to wake
  std::size_t next_ = 0;               // the input to take next
  std::size_t emitted_ = 0;            // outcomes given back; written by the emitting thread only
  bool emitting_ = false;
  bool ended_ = false;  // take() said no, or something was thrown
  std::exception_ptr failure_;
  std::size_t running_ = 0;  // of the threads
  std::vector<Place> window_;
  // Large arrays with pieces that nobody has. Their progress is guarded by the mutex, and so are
  // their outcomes.
  std::deque<std::shared_ptr<LargeArray>> shared_;
  std::vector<std::jthread> threads_;  // ends before what it uses
};

}  // namespace

void run_threads(const Plan& plan) {
  if (plan.inputs.size() == 0) return;
  ThreadRun(plan).run();
}

}  // namespace hilo
