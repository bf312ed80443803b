// Worker processes, and one thread that talks to them.
//
// As with threads, inputs are given out in order and outcomes are given back in order, through a
// window; large files are cut into pieces. Each worker has a queue of a few tasks, so that it never
// waits for the next, and answers them in their order.
//
// A worker that ends before its time takes nothing with it but the tasks that it has not answered.
// These are done again by others: all of them, in two halves, each half by a worker that has
// nothing else to do. So the task that does the harm is alone after a few ends, and each end from
// then on is a strike against its file. A file with three is given up: the error WORKER, which says
// how the worker ended.

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
#include "execute/outcome.h"
#include "execute/pieces.h"
#include "execute/scan.h"
#include "execute/worker_link.h"
#include "execute/worker_messages.h"
#include "execute/worker_process.h"
#include "kernel/target.h"
#include "read/descriptor_budget.h"
#include "read/read_ahead.h"

namespace hilo {
namespace {

constexpr std::size_t kWindow = 1024;
// Tasks in a worker's queue, and inputs handed to it at a time.
constexpr std::size_t kQueue = 16;
constexpr std::size_t kPiecesInQueue = 2;
constexpr int kStrikes = 3;
// Of workers that end before they are ready, one after the other: by themselves, as a program that
// is no worker does, or by a signal, which may come from outside.
constexpr int kMostRefusals = 3;
constexpr int kMostFailedStarts = 50;
constexpr int kPollMs = 50;
constexpr const char* kLastTry = "--last-try";

constexpr std::int64_t kWhole = -1;

struct Task {
  std::size_t index;            // of the input
  std::int64_t piece = kWhole;  // of a large file
};

using Batch = std::vector<Task>;

// A large file that is scanned in pieces. The run opens it, and gives its descriptor to the
// workers.
struct LargeFile {
  LargeFile(OpenArray opened, std::unique_ptr<DescriptorPlace> held)
      : place(std::move(held)),
        array(std::move(opened)),
        progress(Pieces(array.info.dtype.kind, array.info.size)) {}

  std::unique_ptr<DescriptorPlace> place;
  OpenArray array;
  PieceProgress progress;
};

struct Worker {
  explicit Worker(WorkerProcess process) : link(std::move(process)) {}

  WorkerLink link;
  bool is_ready = false;
  bool is_last_try = false;  // started for one task
  bool is_isolated = false;  // does a batch again: gets nothing else before that is done
  std::deque<Task> queue;
  std::optional<std::size_t> array;  // the input that it has the descriptor of
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
            pool_),
        window_(std::min(kWindow, count_)) {}

  Result<void> run() {
    while (!ended_ && emitted_ < count_) {
      follow_stop();
      if (auto started = give_work(); !started) return started;
      emit();
      if (ended_ || emitted_ == count_) break;
      if (auto waited = wait(); !waited) return waited;
      plan_.context.bytes_read->store(memory_.flags().bytes_read.load());
    }
    memory_.flags().stop = true;  // whoever still works need not finish
    workers_.clear();
    plan_.context.bytes_read->store(memory_.flags().bytes_read.load());
    return {};
  }

 private:
  struct Place {
    bool ready = false;
    FileOutcome outcome;
  };

  Place& place_of(std::size_t index) { return window_[index % window_.size()]; }

  void follow_stop() {
    if (plan_.context.stopped()) memory_.flags().stop = true;
  }

  // Tasks for all workers that want some, and workers for all tasks.
  Result<void> give_work() {
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      // One that ended made place for another, which is started below.
      if (wants_work(workers_[i]) && !give_work_to(i)) break;
    }
    while (static_cast<int>(workers_.size()) < most_workers_ && has_work()) {
      const bool is_last_try = !again_.empty() && is_on_last_try(again_.front());
      auto started = start_worker(is_last_try);
      if (!started) {
        if (workers_.empty()) return started;
        break;  // fewer do the same work
      }
      give_work_to(workers_.size() - 1);
    }
    return {};
  }

  Result<void> start_worker(bool is_last_try) {
    auto process = WorkerProcess::start(command_, memory_, is_last_try ? kLastTry : "");
    if (!process) return Failure(std::move(process.error()));
    Worker& worker = workers_.emplace_back(std::move(*process));
    worker.is_last_try = is_last_try;
    WorkerSetup setup;
    setup.chunk_bytes = plan_.context.chunk_bytes;
    setup.nan_policy = plan_.context.nan_policy;
    setup.simd = forced_target();
    worker.link.append(to_bytes(setup));
    return {};
  }

  bool is_on_last_try(const Batch& batch) const {
    return batch.size() == 1 && strikes_of(batch.front()) == kStrikes - 1;
  }

  int strikes_of(const Task& task) const {
    const auto found = strikes_.find(task.index);
    return found == strikes_.end() ? 0 : found->second;
  }

  bool has_work() const { return !again_.empty() || has_piece() || has_input(); }
  // Of a file that is open, or that can be opened.
  bool has_piece() const {
    if (large_.empty()) return false;
    return files_.contains(large_.front()) || files_.size() < static_cast<std::size_t>(most_large_);
  }
  bool has_input() const { return next_ < count_ && next_ < emitted_ + window_.size(); }

  static bool wants_work(const Worker& worker) {
    return worker.is_isolated || worker.is_last_try ? worker.queue.empty()
                                                    : worker.queue.size() <= kQueue / 2;
  }

  // False where the worker ended instead, since what comes next needs one of its own.
  bool give_work_to(std::size_t number) {
    Worker& worker = workers_[number];
    worker.is_isolated = false;
    if (!again_.empty() && worker.queue.empty()) {
      if (is_on_last_try(again_.front()) != worker.is_last_try) return retire(number);
      worker.is_isolated = true;
      for (const Task& task : again_.front()) assign(worker, task);
      again_.pop_front();
    } else if (!again_.empty()) {
      // Not before its queue is empty.
    } else if (worker.is_last_try) {
      return retire(number);
    } else if (has_piece()) {
      for (std::size_t i = 0; i < kPiecesInQueue && has_piece(); ++i) give_piece(worker);
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
    if (!files_.contains(index) && !open_large(index)) return;
    PieceProgress& progress = files_.at(index)->progress;
    assign(worker, {index, progress.take_next()});
    if (!progress.has_next()) large_.pop_front();
  }

  // False where it cannot be opened, or is no array any more; then it has failed.
  bool open_large(std::size_t index) {
    Place& place = place_of(index);
    auto descriptor = std::make_unique<DescriptorPlace>(pool_);
    auto array = scanner_.open(place.outcome.path);
    scanner_.take_cold();
    if (array) {
      files_[index] = std::make_unique<LargeFile>(std::move(*array), std::move(descriptor));
      return true;
    }
    fail(place.outcome, std::move(array.error()));
    place.ready = true;
    large_.pop_front();
    return false;
  }

  // Few at the end, so that all workers are done at about the same time.
  void give_inputs(Worker& worker) {
    const std::size_t left = count_ - next_;
    const auto workers = static_cast<std::size_t>(most_workers_);
    std::size_t most = std::clamp<std::size_t>(left / (4 * workers), 1, kQueue);
    while (most > 0 && has_input()) {
      const std::size_t index = next_++;
      Place& place = place_of(index);
      if (!begin(place.outcome, plan_, index)) {
        place.ready = true;
        continue;
      }
      read_ahead_.begin(index);
      assign(worker, {index});
      --most;
    }
  }

  void assign(Worker& worker, const Task& task) {
    worker.queue.push_back(task);
    if (task.piece == kWhole) {
      worker.link.append(to_bytes(ScanFile{place_of(task.index).outcome.path, plan_.jobs > 1}));
      return;
    }
    const LargeFile& file = *files_.at(task.index);
    const InputFile& input = file.array.file;
    if (worker.array != task.index) {
      worker.link.append(to_bytes(TakeArray{file.array.info, input.identity()}),
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
      const int events = worker.link.has_unsent() ? POLLIN | POLLOUT : POLLIN;
      polled_.push_back({worker.link.socket(), static_cast<short>(events), 0});
    }
    const int patience = has_moved_ && has_work() ? 0 : kPollMs;
    if (::poll(polled_.data(), polled_.size(), patience) < 0 && errno != EINTR) {
      // Without it, all are asked after a moment.
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      for (pollfd& each : polled_) each.revents = each.events;
    }
    for (std::size_t i = polled_.size(); i-- > 0;) {
      Worker& worker = workers_[i];
      if ((polled_[i].revents & POLLOUT) != 0) worker.link.send();
      const bool has_news = (polled_[i].revents & (POLLIN | POLLHUP | POLLERR)) != 0;
      if (!worker.link.is_lost() && (!has_news || take_answers(worker))) continue;
      if (auto replaced = bury(i); !replaced) return replaced;
    }
    return {};
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
      worker.is_ready = is_ready(message);
      if (worker.is_ready) failed_starts_ = refusals_ = 0;
      return worker.is_ready;
    }
    if (worker.queue.empty()) return false;
    const Task task = worker.queue.front();
    const bool taken = task.piece == kWhole ? take_file(task, message) : take_piece(task, message);
    if (taken) worker.queue.pop_front();
    return taken;
  }

  bool take_file(const Task& task, std::string_view message) {
    Place& place = place_of(task.index);
    if (!read(message, answer_)) return false;
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
    LargeFile& file = *files_.at(task.index);
    file.progress.finish(task.piece, std::move(error), was_stopped);
    if (!file.progress.has_next()) std::erase(large_, task.index);
    if (!file.progress.is_done()) return;
    Place& place = place_of(task.index);
    if (auto failed = file.progress.take_error()) {
      fail(place.outcome, std::move(*failed));
    } else if (!file.progress.was_stopped()) {
      finish(place.outcome, std::move(file.array), plan_.context.nan_policy);
    }
    place.ready = true;
    files_.erase(task.index);
  }

  // A worker has ended. What it had not answered is done again.
  Result<void> bury(std::size_t number) {
    Worker worker = std::move(workers_[number]);
    workers_.erase(workers_.begin() + static_cast<std::ptrdiff_t>(number));
    const bool was_ready = worker.is_ready;
    const WorkerEnd ending = worker.link.wait_for_end();
    failed_starts_ += was_ready ? 0 : 1;
    refusals_ += was_ready || ending.by_signal ? 0 : 1;
    if (refusals_ >= kMostRefusals || failed_starts_ >= kMostFailedStarts) {
      return failure(ErrorCode::worker, "expected " + command_.front() +
                                            " to be ready for work, found it " + ending.text);
    }
    Batch tasks(worker.queue.begin(), worker.queue.end());
    if (tasks.empty()) return {};
    if (tasks.size() == 1 && was_ready) {
      strike(tasks.front(), ending.text);
      return {};
    }
    const auto middle = tasks.begin() + static_cast<std::ptrdiff_t>((tasks.size() + 1) / 2);
    if (middle != tasks.end()) again_.emplace_front(middle, tasks.end());
    again_.emplace_front(tasks.begin(), middle);
    return {};
  }

  void strike(const Task& task, const std::string& ending) {
    const int strikes = ++strikes_[task.index];
    if (strikes < kStrikes) return again_.push_front({task});
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
      strikes_.erase(emitted_);
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
  int failed_starts_ = 0;
  int refusals_ = 0;

  std::size_t next_ = 0;     // the input to give out next
  std::size_t emitted_ = 0;  // outcomes given back
  bool has_moved_ = false;   // outcomes were given back a moment ago
  bool ended_ = false;       // take() said no
  std::vector<Place> window_;
  FileAnswer answer_;

  std::deque<Batch> again_;        // to be done again
  std::deque<std::size_t> large_;  // files with pieces that nobody has, of which the first is open
  std::unordered_map<std::size_t, std::unique_ptr<LargeFile>> files_;
  std::unordered_map<std::size_t, int> strikes_;
};

}  // namespace

Result<void> run_processes(const Plan& plan) {
  if (plan.inputs.size() == 0) return {};
  auto command = worker_command();
  if (!command) return Failure(std::move(command.error()));
  auto memory = SharedMemory::create();
  if (!memory) return Failure(std::move(memory.error()));
  return ProcessRun(plan, std::move(*command), std::move(*memory), descriptors_left()).run();
}

}  // namespace hilo
