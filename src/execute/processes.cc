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
#include <sys/socket.h>

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

// A large file that is scanned in pieces.
struct LargeFile {
  ArrayInfo info;
  FileIdentity identity;
  Pieces pieces;
  std::int64_t wanted = 0;
  std::int64_t taken = 0;
  std::int64_t finished = 0;
  std::int64_t failed_piece = 0;
  std::optional<Error> error;
  bool stopped = false;
};

struct Worker {
  WorkerProcess process;
  bool is_ready = false;
  bool is_lost = false;      // its socket takes nothing
  bool is_last_try = false;  // started for one task
  bool is_isolated = false;  // does a batch again: gets nothing else before that is done
  std::deque<Task> queue = {};
  std::string out = {};  // bytes that the socket has not taken
  FrameReader in = {};
};

class ProcessRun {
 public:
  ProcessRun(const Plan& plan, std::vector<std::string> command, SharedMemory memory, int left)
      : plan_(plan),
        count_(plan.inputs.size()),
        command_(std::move(command)),
        memory_(std::move(memory)),
        most_workers_(std::clamp(plan.jobs, 1, std::max(1, left / 2))),
        pool_(std::clamp(left - most_workers_, 1, kMostDescriptors)),
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
    Worker worker{.process = std::move(*process)};
    worker.is_last_try = is_last_try;
    WorkerSetup setup;
    setup.chunk_bytes = plan_.context.chunk_bytes;
    setup.nan_policy = plan_.context.nan_policy;
    setup.simd = forced_target();
    append_frame(to_bytes(setup), worker.out);
    workers_.push_back(std::move(worker));
    return {};
  }

  bool is_on_last_try(const Batch& batch) const {
    return batch.size() == 1 && strikes_of(batch.front()) == kStrikes - 1;
  }

  int strikes_of(const Task& task) const {
    const auto found = strikes_.find(task.index);
    return found == strikes_.end() ? 0 : found->second;
  }

  bool has_work() const { return !again_.empty() || !large_.empty() || has_input(); }
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
    } else if (!large_.empty()) {
      for (std::size_t i = 0; i < kPiecesInQueue && !large_.empty(); ++i) give_piece(worker);
    } else {
      give_inputs(worker);
    }
    send(worker);
    return true;
  }

  bool retire(std::size_t number) {
    workers_.erase(workers_.begin() + static_cast<std::ptrdiff_t>(number));
    return false;
  }

  void give_piece(Worker& worker) {
    const std::size_t index = large_.front();
    LargeFile& file = *files_.at(index);
    assign(worker, {index, file.taken++});
    if (file.taken == file.wanted) large_.pop_front();
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
    const std::string& path = place_of(task.index).outcome.path;
    if (task.piece == kWhole) {
      append_frame(to_bytes(ScanFile{path, plan_.jobs > 1}), worker.out);
    } else {
      const LargeFile& file = *files_.at(task.index);
      const auto [first, last] = file.pieces[task.piece];
      append_frame(to_bytes(ScanPiece{path, first, last, file.identity}), worker.out);
    }
  }

  // What the socket takes now.
  static void send(Worker& worker) {
    while (!worker.out.empty()) {
      const ssize_t count = ::send(worker.process.socket(), worker.out.data(), worker.out.size(),
                                   MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
      if (count <= 0) {
        worker.is_lost = true;
        return;
      }
      worker.out.erase(0, static_cast<std::size_t>(count));
    }
  }

  // For answers, for sockets that take more, or a moment.
  Result<void> wait() {
    polled_.clear();
    for (const Worker& worker : workers_) {
      const int events = worker.out.empty() ? POLLIN : POLLIN | POLLOUT;
      polled_.push_back({worker.process.socket(), static_cast<short>(events), 0});
    }
    const int patience = has_moved_ && has_work() ? 0 : kPollMs;
    if (::poll(polled_.data(), polled_.size(), patience) < 0 && errno != EINTR) {
      // Without it, all are asked after a moment.
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      for (pollfd& each : polled_) each.revents = each.events;
    }
    for (std::size_t i = polled_.size(); i-- > 0;) {
      Worker& worker = workers_[i];
      if ((polled_[i].revents & POLLOUT) != 0) send(worker);
      const bool has_news = (polled_[i].revents & (POLLIN | POLLHUP | POLLERR)) != 0;
      if (!worker.is_lost && (!has_news || receive(worker))) continue;
      if (auto replaced = bury(i); !replaced) return replaced;
    }
    return {};
  }

  // False where the worker has ended, or says what it should not.
  bool receive(Worker& worker) {
    char bytes[1 << 16];
    const ssize_t count = ::recv(worker.process.socket(), bytes, sizeof bytes, MSG_DONTWAIT);
    if (count < 0) return errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK;
    if (count == 0) return false;
    worker.in.append({bytes, static_cast<std::size_t>(count)});
    while (const auto message = worker.in.next()) {
      if (!take_message(worker, *message)) return false;
    }
    return !worker.in.is_broken();
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
    if (!answer_.was_left) {
      place.outcome = std::move(answer_.outcome);
      // An outcome that was skipped comes without a path.
      plan_.inputs.key_of(task.index, place.outcome.path);
      place.ready = true;
      return true;
    }
    auto file = std::make_unique<LargeFile>();
    file->info = std::move(answer_.outcome.scan.info);
    file->identity = answer_.outcome.scan.identity;
    file->pieces = Pieces(file->info.dtype.kind, answer_.size);
    file->wanted = file->pieces.count();
    files_[task.index] = std::move(file);
    large_.push_back(task.index);
    return true;
  }

  bool take_piece(const Task& task, std::string_view message) {
    PieceAnswer answer;
    if (!read(message, answer)) return false;
    LargeFile& file = *files_.at(task.index);
    ++file.finished;
    file.stopped = file.stopped || answer.was_stopped;
    if (answer.error) {
      note_error(file, task.piece, std::move(*answer.error));
    } else {
      // No overflow: the array's size is below 2^63.
      (void)place_of(task.index).outcome.scan.moments.merge(answer.moments);
    }
    if (file.error || file.stopped) drop_rest(task.index, file);
    finish_if_done(task.index, file);
    return true;
  }

  // The first error of the file, in the order of its pieces, is the one that counts.
  static void note_error(LargeFile& file, std::int64_t piece, Error error) {
    if (file.error && piece >= file.failed_piece) return;
    file.error = std::move(error);
    file.failed_piece = piece;
  }

  void drop_rest(std::size_t index, LargeFile& file) {
    file.wanted = file.taken;
    std::erase(large_, index);
  }

  void finish_if_done(std::size_t index, LargeFile& file) {
    if (file.finished < file.wanted) return;
    Place& place = place_of(index);
    if (file.error) {
      fail(place.outcome, std::move(*file.error));
    } else if (!file.stopped) {
      place.outcome.scan.info = std::move(file.info);
      place.outcome.scan.identity = file.identity;
      place.outcome.form = FileOutcome::Form::scanned;
      if (auto error = nan_error(place.outcome.scan.moments, plan_.context.nan_policy)) {
        fail(place.outcome, std::move(*error));
      }
    }
    place.ready = true;
    files_.erase(index);
  }

  // A worker has ended. What it had not answered is done again.
  Result<void> bury(std::size_t number) {
    Worker worker = std::move(workers_[number]);
    workers_.erase(workers_.begin() + static_cast<std::ptrdiff_t>(number));
    const bool was_ready = worker.is_ready;
    const WorkerEnd ending = worker.process.wait_for_end();
    failed_starts_ += was_ready ? 0 : 1;
    refusals_ += was_ready || ending.by_signal ? 0 : 1;
    if (refusals_ >= kMostRefusals || failed_starts_ >= kMostFailedStarts) {
      return failure(ErrorCode::worker, "expected " + command_.front() +
                                            " to be ready for work, found it " + ending.text);
    }
    Batch tasks(worker.queue.begin(), worker.queue.end());
    if (tasks.empty()) return {};
    if (tasks.size() == 1 && was_ready) return strike(tasks.front(), ending.text), Result<void>();
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
    if (task.piece == kWhole) {
      Place& place = place_of(task.index);
      fail(place.outcome, std::move(error));
      place.ready = true;
      return;
    }
    LargeFile& file = *files_.at(task.index);
    ++file.finished;
    note_error(file, task.piece, std::move(error));
    drop_rest(task.index, file);
    finish_if_done(task.index, file);
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
  DescriptorPool pool_;
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
  std::deque<std::size_t> large_;  // files with pieces that nobody has
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
