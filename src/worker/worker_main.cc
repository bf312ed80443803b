// A worker takes one message after the other and answers each. It ends when its socket is closed,
// which happens however the run ends; a thread watches for that, since a scan may take long.
#include "worker/worker_main.h"

#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "base/file_descriptor.h"
#include "base/write_all.h"
#include "execute/outcome.h"
#include "execute/pieces.h"
#include "execute/scan.h"
#include "execute/worker_inbox.h"
#include "execute/worker_messages.h"
#include "execute/worker_process.h"
#include "expression/engine.h"
#include "kernel/target.h"
#include "profile/recorder.h"
#include "profile/worker_report.h"

namespace hilo {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kExitOk = 0;
constexpr int kExitProtocol = 70;

// An array that takes long.
constexpr std::int64_t kLongBytes = std::int64_t{4} << 20;

// The run decides when a worker ends; a terminal's Ctrl-C reaches all processes.
void ignore_stop_signals() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) std::signal(number, SIG_IGN);
  const sigset_t signals = stop_signals();
  ::sigprocmask(SIG_UNBLOCK, &signals, nullptr);
}

void end_with_the_run() {
  pollfd socket{kWorkerSocket, POLLRDHUP, 0};
  while (::poll(&socket, 1, -1) <= 0) {
    // For want of memory, say. Who ended for that would leave some file with the blame.
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ::_exit(kExitOk);
}

// Answers on their way. They wait for each other a little: each time that the run is woken, it
// takes a CPU from some worker.
class Outbox {
 public:
  void append(const std::string& message) { append_frame(message, bytes_); }

  // What this worker measures goes before the answers from now on: who has the last answer does not
  // wait for more.
  void report_with(WorkerRecord* record) { record_ = record; }

  // False where nobody takes them any more.
  bool flush() {
    if (record_ != nullptr && !bytes_.empty()) bytes_.insert(0, reports());
    if (write_all(kWorkerSocket, bytes_) != 0) return false;
    bytes_.clear();
    flushed_ = Clock::now();
    return true;
  }

  bool flush_if_due() {
    const bool is_due = bytes_.size() >= kMostBytes || Clock::now() - flushed_ >= kLongestWait;
    return !is_due || flush();
  }

 private:
  static constexpr auto kLongestWait = std::chrono::milliseconds(2);
  static constexpr std::size_t kMostBytes = std::size_t{1} << 14;

  std::string reports() {
    std::string bytes;
    WorkerReport report;
    report.totals = record_->totals_now();
    report.at_ns = record_->end_ns();
    report.stride = record_->stride();
    const std::vector<Span> spans = record_->take_spans();
    for (std::size_t taken = 0; taken == 0 || taken < spans.size(); taken += kMostReportedSpans) {
      const auto first = spans.begin() + static_cast<std::ptrdiff_t>(taken);
      const std::size_t count = std::min(kMostReportedSpans, spans.size() - taken);
      report.spans.assign(first, first + static_cast<std::ptrdiff_t>(count));
      append_frame(to_bytes(report), bytes);
    }
    return bytes;
  }

  std::string bytes_;
  WorkerRecord* record_ = nullptr;
  Clock::time_point flushed_ = Clock::now();
};

class Worker {
 public:
  // `transform` may be null.
  Worker(SharedFlags& flags, const WorkerSetup& setup, TransformEngine* transform, Outbox& outbox)
      : context_(context_of(flags, setup, transform)), scanner_(context_), outbox_(outbox) {}

  void answer(const ScanFile& scan) {
    if (current_worker != nullptr) {
      current_worker->begin_file(static_cast<std::int64_t>(scan.number));
    }
    FileAnswer answer;
    if (!context_.stopped()) scan_file(scan, answer);
    enter_stage(Stage::merge);
    outbox_.append(to_bytes(answer));
  }

  // False where the array came without a descriptor.
  bool take(TakeArray&& array, FileDescriptor descriptor) {
    if (!descriptor.is_open()) return false;
    if (current_worker != nullptr) {
      current_worker->begin_piece(static_cast<std::int64_t>(array.number));
    }
    InputFile file = InputFile::adopt(std::move(descriptor), array.identity);
    array_.emplace(OpenArray{std::move(file), std::move(array.info)});
    return true;
  }

  bool has_array() const { return array_.has_value(); }

  void answer(const ScanPiece& piece) {
    PieceAnswer answer;
    auto scanned = scanner_.scan_range(*array_, piece.first, piece.last, answer.moments);
    scanner_.take_cold();
    answer.was_stopped = scanner_.was_stopped();
    if (!scanned) answer.error = std::move(scanned.error());
    enter_stage(Stage::merge);
    outbox_.append(to_bytes(answer));
  }

 private:
  static ScanContext context_of(SharedFlags& flags, const WorkerSetup& setup,
                                TransformEngine* transform) {
    ScanContext context;
    context.chunk_bytes = setup.chunk_bytes;
    context.nan_policy = setup.nan_policy;
    context.stop = &flags.stop;
    context.bytes_read = &flags.bytes_read;
    context.transform = transform;
    return context;
  }

  void scan_file(const ScanFile& scan, FileAnswer& answer) {
    FileOutcome& outcome = answer.outcome;
    outcome.path = scan.path;
    auto array = scanner_.open(scan.path);
    if (!array) {
      fail(outcome, std::move(array.error()));
    } else if (scan.may_be_left && is_shared(array->info)) {
      answer.was_left = true;
    } else {
      // What is done does not wait for what takes long. Where nobody takes it, the end is near.
      if (array->info.data_bytes >= kLongBytes) (void)outbox_.flush();
      scan_opened(scanner_, std::move(*array), context_.nan_policy, outcome);
    }
    answer.was_cold = scanner_.take_cold();
  }

  ScanContext context_;
  Scanner scanner_;
  Outbox& outbox_;
  std::optional<OpenArray> array_;  // that pieces are scanned of
};

SharedFlags* map_flags() {
  void* const memory =
      ::mmap(nullptr, sizeof(SharedFlags), PROT_READ | PROT_WRITE, MAP_SHARED, kWorkerFlags, 0);
  ::close(kWorkerFlags);
  return memory == MAP_FAILED ? nullptr : static_cast<SharedFlags*>(memory);
}

int answer_all(SharedFlags& flags) {
  WorkerInbox inbox(kWorkerSocket);
  Outbox outbox;
  outbox.append(ready_bytes());
  std::unique_ptr<TransformEngine> transform;
  std::optional<ProfileRecorder> profile;
  std::optional<WorkerScope> measured;
  std::optional<Worker> worker;
  while (true) {
    const auto message = inbox.next();
    if (!message) {
      if (inbox.is_broken()) return kExitProtocol;
      if (!outbox.flush()) return kExitOk;
      enter_stage(Stage::idle);
      if (!inbox.receive() && !inbox.is_broken()) return kExitOk;
      continue;
    }
    WorkerSetup setup;
    ScanFile scan;
    TakeArray array;
    ScanPiece piece;
    if (read(*message, setup)) {
      // One that this machine does not have leaves the best one; the answers are the same.
      if (setup.profile) {
        measured.emplace(&profile.emplace(setup.trace), WorkerRecord::Role::worker, Stage::compute);
        outbox.report_with(current_worker);
      }
      if (!setup.simd.empty()) (void)force_target(setup.simd);
      auto made = make_engine(setup.transform);
      if (!made) return kExitProtocol;  // the run has made one of its own
      transform = std::move(*made);
      worker.emplace(flags, setup, transform.get(), outbox);
    } else if (worker && read(*message, scan)) {
      worker->answer(scan);
    } else if (worker && read(*message, array)) {
      if (!worker->take(std::move(array), inbox.take_descriptor())) return kExitProtocol;
    } else if (worker && worker->has_array() && read(*message, piece)) {
      worker->answer(piece);
    } else {
      return kExitProtocol;
    }
    if (!outbox.flush_if_due()) return kExitOk;
  }
}

}  // namespace

int run_worker() {
  ::prctl(PR_SET_NAME, "hilo-worker");
  ignore_stop_signals();
  SharedFlags* const flags = map_flags();
  if (flags == nullptr) return kExitProtocol;
  try {
    std::thread(end_with_the_run).detach();
  } catch (const std::system_error&) {
    // It ends a little later, with the next answer.
  }
  try {
    return answer_all(*flags);
  } catch (const std::bad_alloc&) {
    return kWorkerExitMemory;
  }
}

}  // namespace hilo
