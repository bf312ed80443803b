// Worker processes, and one thread that talks to them.
//
// As with threads, inputs are given out in order and outcomes are given back in order, through a
// window; large files are cut into pieces. Each worker has a queue of a few tasks, so that it never
// waits for the next, and answers them in their order.
//
// A worker that ends before its time takes nothing with it but the tasks that it has not answered.
// These are done again by others, in halves, each half by a worker that has nothing else to do
// (retries.h). A file whose task is given up is the error WORKER, which says how the worker ended.

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "execute/executor.h"
#include "execute/large_array.h"
#include "execute/outcome.h"
#include "execute/retries.h"
#include "execute/scan.h"
#include "execute/worker_link.h"
#include "execute/worker_messages.h"
#include "execute/worker_process.h"
#include "kernel/target.h"
#include "read/descriptor_budget.h"
#include "read/read_ahead.h"

namespace hilo {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kWindow = 1024;
// Tasks in a worker's queue.
constexpr std::size_t kQueue = 24;
constexpr std::size_t kPiecesInQueue = 2;
// Of workers that end before they are ready, one after the other: by themselves, as a program that
// is no worker does, or by a signal, which may come from outside.
constexpr int kMostRefusals = 3;
constexpr int kMostFailedStarts = 50;
constexpr int kPollMs = 50;
// Where the system refuses to start any worker at all, for want of memory or descriptors.
constexpr auto kStartPatience = std::chrono::seconds(5);
// After a stop, workers have the chunk in hand to finish. One that does not (somebody has stopped
// it, or its file system hangs) is not waited for longer than this.
constexpr auto kStopPatience = std::chrono::seconds(5);
constexpr const char* kLastTry = "--last-try";

struct Worker {
  explicit Worker(WorkerProcess started) : process(std::move(started)), link(process.socket()) {}

  // What it measures; null where that is not wanted.
  WorkerRecord* record = nullptr;
  std::int64_t started_ns = now_ns();

  bool holds_pieces() const { return !queue.empty() && queue.back().piece != kWhole; }

  WorkerProcess process;
  WorkerLink link;
  bool is_ready = false;
  bool is_last_try = false;  // started for one task
  bool is_isolated = false;  // does a batch again: gets nothing else before that is done
  std::deque<Task> queue;
  std::optional<std::size_t> array;  // the input that it has the descriptor of
  std::string refusal;               // why it is no worker for this run
};

class ProcessRun {
 public:
  ProcessRun(const Plan& plan, std::vector<std::string> command, SharedMemory memory, int left)
      : plan_(plan),
        count_(plan.inputs.size()),
        command_(std::move(command)),
        memory_(std::move(memory)),
        most_workers_(std::clamp(plan.jobs, 1, std::max(1, left / 2))),
        most_large_(std::clamp(left - most_workers_, 1, kMostDescriptors)),
        pool_(most_large_),
        scanner_(plan.context),
        read_ahead_(
            count_,
            [&plan](std::size_t index, std::string& path) { plan.inputs.key_of(index, path); },
            pool_, plan.context.profile),
        window_(std::min(kWindow, count_)) {}

  // How many workers ended before their time.
  Result<std::int64_t> run() {
    Result<void> worked;
    while (worked && !ended_ && emitted_ < count_) {
      follow_stop();
      pass_known();
      worked = give_work();
      emit();
      if (!worked || ended_ || emitted_ == count_) break;
      worked = wait();
      plan_.context.bytes_read->store(memory_.flags().bytes_read.load());
    }
    memory_.flags().stop = true;  // whoever still works need not finish
    for (const Worker& worker : workers_) {
      if (worker.record != nullptr) worker.record->idle_until(now_ns());
    }
    workers_.clear();
    plan_.context.bytes_read->store(memory_.flags().bytes_read.load());
    if (!worked) return Failure(std::move(worked.error()));
    return ends_;
  }

 private:
  struct Place {
    bool ready = false;
    FileOutcome outcome;
  };

  Place& place_of(std::size_t index) { return window_[index % window_.size()]; }

  void follow_stop() {
    if (!plan_.context.stopped()) return;
    if (!memory_.flags().stop.exchange(true)) stopped_at_ = Clock::now();
    if (Clock::now() - stopped_at_ < kStopPatience) return;
    // What is not done by now is left out.
    workers_.clear();
    retries_ = {};
    large_.clear();
    files_.clear();
    for (std::size_t index = emitted_; index < next_; ++index) place_of(index).ready = true;
  }

  // Inputs that need no worker.
  void pass_known() {
    if (is_begun_ && plan_.context.stopped()) {
      is_begun_ = false;
      place_of(next_++).ready = true;
    }
    while (has_input() && !is_begun_) {
      Place& place = place_of(next_);
      is_begun_ = begin(place.outcome, plan_, next_);
      if (is_begun_) return;
      place.ready = true;
      ++next_;
    }
  }

  // Tasks for all workers that want some, and workers for all tasks.
  Result<void> give_work() {
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      // One that ended made place for another, which is started below.
      if (wants_work(workers_[i]) && !give_work_to(i)) break;
    }
    while (static_cast<int>(workers_.size()) < most_workers_ && has_work() &&
           Clock::now() >= next_start_) {
      if (auto started = start_worker(); !started) return started;
      if (failing_since_) break;  // fewer do the same work
      give_work_to(workers_.size() - 1);
    }
    return {};
  }

  // Nothing is started, and none of it an error yet, where the system may change its mind.
  Result<void> start_worker() {
    const bool is_last_try = retries_.is_last_try();
    enter_stage(Stage::idle);  // there is nobody yet to work
    auto process = WorkerProcess::start(command_, memory_, is_last_try ? kLastTry : "");
    enter_stage(Stage::merge);
    if (!process) {
      const auto now = Clock::now();
      next_start_ = now + std::chrono::milliseconds(kPollMs);
      if (!failing_since_) failing_since_ = now;
      const bool may_pass = process.error().may_pass && now - *failing_since_ < kStartPatience;
      if (workers_.empty() && !may_pass) return Failure(std::move(process.error().error));
      return {};
    }
    failing_since_.reset();
    Worker& worker = workers_.emplace_back(std::move(*process));
    worker.is_last_try = is_last_try;
    WorkerSetup setup;
    setup.chunk_bytes = plan_.context.chunk_bytes;
    setup.nan_policy = plan_.context.nan_policy;
    if (ProfileRecorder* const profile = plan_.context.profile) {
      worker.record = &profile->add(WorkerRecord::Role::worker);
      setup.profile = true;
      setup.trace = profile->is_tracing();
    }
    setup.simd = forced_target();
    if (plan_.context.transform != nullptr) setup.transform = plan_.context.transform->transform();
    worker.link.append(to_bytes(setup));
    return {};
  }

  bool has_work() const { return !retries_.empty() || has_piece() || has_input(); }
  // Of a file that is open, or that can be opened.
  bool has_piece() const {
    if (large_.empty()) return false;
    return files_.contains(large_.front()) || files_.size() < static_cast<std::size_t>(most_large_);
  }
  bool has_input() const { return next_ < count_ && next_ < emitted_ + window_.size(); }

  static bool wants_work(const Worker& worker) {
    if (worker.is_isolated || worker.is_last_try) return worker.queue.empty();
    return worker.queue.size() <= (worker.holds_pieces() ? kPiecesInQueue : kQueue) / 2;
  }

  // False where the worker ended instead, since what comes next needs one of its own.
  bool give_work_to(std::size_t number) {
    Worker& worker = workers_[number];
    worker.is_isolated = false;
    if (!retries_.empty() && worker.queue.empty()) {
      if (retries_.is_last_try() != worker.is_last_try) return retire(number);
      worker.is_isolated = true;
      for (const Task& task : retries_.take_next()) assign(worker, task);
    } else if (!retries_.empty()) {
      // Not before its queue is empty.
    } else if (worker.is_last_try) {
      return retire(number);
    } else if (has_piece()) {
      while (worker.queue.size() < kPiecesInQueue && has_piece()) give_piece(worker);
    } else {
      give_inputs(worker);
    }
    worker.link.send();
    return true;
  }

  bool retire(std::size_t number) {
    workers_.erase(workers_.begin() + static_cast<std::ptrdiff_t>(number));
    return false;
  }

  void give_piece(Worker& worker) {
    const std::size_t index = large_.front();
    if (!files_.contains(index) && !open_large(index, worker)) return;
    PieceProgress& progress = files_.at(index)->progress;
    assign(worker, {index, progress.take_next()});
    if (!progress.has_next()) large_.pop_front();
  }

  // Opens a file that was found to be large. False where it is so no more: then it has failed, or
  // the worker scans it as a whole.
  bool open_large(std::size_t index, Worker& worker) {
    Place& place = place_of(index);
    auto descriptor = std::make_unique<DescriptorPlace>(pool_);
    if (current_worker != nullptr) current_worker->begin_piece(static_cast<std::int64_t>(index));
    auto array = scanner_.open(place.outcome.path);
    enter_stage(Stage::merge);
    scanner_.take_cold();
    if (array && is_shared(array->info)) {
      files_[index] = std::make_unique<LargeArray>(index, std::move(*array), std::move(descriptor),
                                                   plan_.context.chunk_bytes);
      return true;
    }
    large_.pop_front();
    if (array) {
      assign(worker, {index});
    } else {
      fail(place.outcome, std::move(array.error()));
      place.ready = true;
    }
    return false;
  }

  // Few at the end, so that all workers are done at about the same time.
  void give_inputs(Worker& worker) {
    const std::size_t left = count_ - next_;
    const auto workers = static_cast<std::size_t>(most_workers_);
    const std::size_t most = std::clamp<std::size_t>(left / (4 * workers), 1, kQueue);
    for (std::size_t given = 0; given < most && worker.queue.size() < kQueue; ++given) {
      pass_known();
      if (!has_input()) return;
      is_begun_ = false;
      const std::size_t index = next_++;
      enter_stage(Stage::read);
      read_ahead_.begin(index);
      enter_stage(Stage::merge);
      assign(worker, {index});
    }
  }

  void assign(Worker& worker, const Task& task) {
    worker.queue.push_back(task);
    if (task.piece == kWhole) {
      const std::string& path = place_of(task.index).outcome.path;
      worker.link.append(to_bytes(ScanFile{path, plan_.jobs > 1, task.index}));
      return;
    }
    const LargeArray& file = *files_.at(task.index);
    const InputFile& input = file.array.file;
    if (worker.array != task.index) {
      worker.link.append(to_bytes(TakeArray{file.array.info, input.identity(), task.index}),
                         input.descriptor());
      worker.array = task.index;
    }
    const auto [first, last] = file.progress.pieces()[task.piece];
    worker.link.append(to_bytes(ScanPiece{first, last}));
  }

  // For answers, for sockets that take more, or a moment.
  Result<void> wait() {
    polled_.clear();
    for (const Worker& worker : workers_) {
      const int events = worker.link.waits_for_room() ? POLLIN | POLLOUT : POLLIN;
      polled_.push_back({worker.link.socket(), static_cast<short>(events), 0});
    }
    const int patience = has_moved_ && has_work() ? 0 : kPollMs;
    if (poll_workers(patience) < 0 && errno != EINTR) {
      // Without it, all are asked after a moment.
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      for (pollfd& each : polled_) each.revents = each.events;
    }
    for (std::size_t i = polled_.size(); i-- > 0;) {
      Worker& worker = workers_[i];
      if (worker.link.has_unsent()) worker.link.send();
      const bool has_news = (polled_[i].revents & (POLLIN | POLLHUP | POLLERR)) != 0;
      if (!worker.link.is_lost() && (!has_news || take_answers(worker))) continue;
      if (auto replaced = bury(i); !replaced) return replaced;
    }
    return {};
  }

  int poll_workers(int patience_ms) {
    const AwayScope away;
    return ::poll(polled_.data(), polled_.size(), patience_ms);
  }

  // False where the worker has ended, or says what it should not.
  bool take_answers(Worker& worker) {
    if (!worker.link.receive()) return false;
    while (const auto message = worker.link.next()) {
      if (!take_message(worker, *message)) return false;
    }
    return !worker.link.is_broken();
  }

  bool take_message(Worker& worker, std::string_view message) {
    if (!worker.is_ready) {
      worker.refusal = refusal_of(message);
      worker.is_ready = worker.refusal.empty();
      if (worker.is_ready) failed_starts_ = refusals_ = 0;
      return worker.is_ready;
    }
    if (worker.record != nullptr && read(message, report_)) {
      worker.record->absorb(report_.totals, worker.started_ns, report_.at_ns);
      worker.record->note_stride(report_.stride);
      for (const Span& span : report_.spans) worker.record->absorb(span);
      return true;
    }
    if (worker.queue.empty()) return false;
    const Task task = worker.queue.front();
    const bool taken = task.piece == kWhole ? take_file(task, message) : take_piece(task, message);
    if (taken) worker.queue.pop_front();
    return taken;
  }

  bool take_file(const Task& task, std::string_view message) {
    Place& place = place_of(task.index);
    if (!read(message, answer_, counted_by(plan_.context.transform))) return false;
    answer_.was_cold ? read_ahead_.note_cold() : read_ahead_.note_warm();
    if (answer_.was_left) {
      large_.push_back(task.index);
      return true;
    }
    answer_.outcome.path.swap(place.outcome.path);  // the same; but one that was skipped has none
    std::swap(place.outcome, answer_.outcome);
    place.ready = true;
    return true;
  }

  bool take_piece(const Task& task, std::string_view message) {
    PieceAnswer answer;
    if (!read(message, answer)) return false;
    if (!answer.error) {
      // No overflow: the array's size is below 2^63.
      (void)place_of(task.index).outcome.scan.moments.merge(answer.moments);
    }
    finish_piece(task, std::move(answer.error), answer.was_stopped);
    return true;
  }

  void finish_piece(const Task& task, std::optional<Error> error, bool was_stopped) {
    LargeArray& file = *files_.at(task.index);
    file.progress.finish(task.piece, std::move(error), was_stopped);
    if (!file.progress.has_next()) std::erase(large_, task.index);
    for (const Task& needless : retries_.drop([&](const Task& other) {
           return other.index == task.index && !file.progress.needs(other.piece);
         })) {
      file.progress.finish(needless.piece, std::nullopt, was_stopped);
    }
    if (!file.progress.is_done()) return;
    Place& place = place_of(task.index);
    file.finish(place.outcome, plan_.context.nan_policy);
    place.ready = true;
    files_.erase(task.index);
  }

  // A worker has ended. What it had not answered is done again.
  Result<void> bury(std::size_t number) {
    Worker worker = std::move(workers_[number]);
    workers_.erase(workers_.begin() + static_cast<std::ptrdiff_t>(number));
    const WorkerEnd ending = worker.process.wait_for_end();
    ++ends_;
    failed_starts_ += worker.is_ready ? 0 : 1;
    refusals_ += worker.is_ready || ending.by_signal ? 0 : 1;
    if (refusals_ >= kMostRefusals || failed_starts_ >= kMostFailedStarts) {
      const std::string& found = worker.refusal.empty() ? ending.text : worker.refusal;
      return failure(ErrorCode::worker, "expected the worker process " + shown(command_) +
                                            " to be ready for work, found it " + found);
    }
    Batch tasks;
    for (const Task& task : worker.queue) {
      if (task.piece == kWhole || files_.at(task.index)->progress.needs(task.piece)) {
        tasks.push_back(task);
      } else {
        finish_piece(task, std::nullopt, false);
      }
    }
    const auto given_up = retries_.take_back(std::move(tasks), worker.is_ready);
    if (given_up) give_up(*given_up, ending.text);
    return {};
  }

  void give_up(const Task& task, const std::string& ending) {
    Error error{ErrorCode::worker,
                "expected a worker that reads it to its end, found it " + ending + ", " +
                    std::to_string(kStrikes) + " times",
                {},
                -1};
    if (task.piece != kWhole) return finish_piece(task, std::move(error), false);
    Place& place = place_of(task.index);
    fail(place.outcome, std::move(error));
    place.ready = true;
  }

  void emit() {
    has_moved_ = false;
    while (!ended_ && emitted_ < count_) {
      Place& place = place_of(emitted_);
      if (!place.ready) return;
      if (!plan_.take(emitted_, place.outcome)) ended_ = true;
      place.ready = false;
      retries_.forget(emitted_);
      has_moved_ = true;
      ++emitted_;
    }
  }

  const Plan& plan_;
  const std::size_t count_;
  const std::vector<std::string> command_;
  const SharedMemory memory_;
  const int most_workers_;
  const int most_large_;  // files that are open at once
  DescriptorPool pool_;
  Scanner scanner_;  // opens them
  ReadAhead read_ahead_;

  std::vector<Worker> workers_;
  std::vector<pollfd> polled_;
  std::int64_t ends_ = 0;  // of workers, before their time
  int failed_starts_ = 0;
  int refusals_ = 0;
  Clock::time_point next_start_;                    // of a worker, not before
  std::optional<Clock::time_point> failing_since_;  // since when none can be started
  Clock::time_point stopped_at_;

  std::size_t next_ = 0;     // the input to give out next
  bool is_begun_ = false;    // it has begun already
  std::size_t emitted_ = 0;  // outcomes given back
  bool has_moved_ = false;   // outcomes were given back a moment ago
  bool ended_ = false;       // take() said no
  std::vector<Place> window_;
  FileAnswer answer_;
  WorkerReport report_;

  Retries retries_;
  std::deque<std::size_t> large_;  // files with pieces that nobody has, of which the first is open
  std::unordered_map<std::size_t, std::unique_ptr<LargeArray>> files_;
};

}  // namespace

Result<std::int64_t> run_processes(const Plan& plan) {
  if (plan.inputs.size() == 0) return 0;
  auto command = worker_command();
  if (!command) return Failure(std::move(command.error()));
  auto memory = SharedMemory::create();
  if (!memory) return Failure(std::move(memory.error()));
  return ProcessRun(plan, std::move(*command), std::move(*memory), descriptors_left()).run();
}

}  // namespace hilo
