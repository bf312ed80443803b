// A worker takes one message after the other and answers each. It ends when its socket is closed,
// which happens however the run ends; a thread watches for that, since a scan may take long.
#include "worker/worker_main.h"

#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "base/write_all.h"
#include "execute/outcome.h"
#include "execute/outcome_bytes.h"
#include "execute/pieces.h"
#include "execute/scan.h"
#include "execute/worker_messages.h"
#include "kernel/target.h"

namespace hilo {
namespace {

constexpr int kExitOk = 0;
constexpr int kExitProtocol = 70;

// Answers wait for each other up to so many bytes, where files are small.
constexpr std::size_t kFlushBytes = std::size_t{1} << 14;
constexpr std::int64_t kLongScanBytes = std::int64_t{1} << 20;

// The run decides when a worker ends; a terminal's Ctrl-C reaches all processes.
void ignore_stop_signals() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) std::signal(number, SIG_IGN);
}

void end_with_the_run() {
  pollfd socket{kWorkerSocket, POLLRDHUP, 0};
  while (poll(&socket, 1, -1) < 0 && errno == EINTR) {
  }
  _exit(kExitOk);
}

class Worker {
 public:
  Worker(SharedFlags& flags, const WorkerSetup& setup)
      : context_(context_of(flags, setup)), scanner_(context_) {}

  std::string answer(const ScanFile& scan) {
    FileAnswer answer;
    FileOutcome& outcome = answer.outcome;
    outcome.path = scan.path;
    auto array = scanner_.open(scan.path);
    if (!array) {
      fail(outcome, std::move(array.error()));
    } else if (scan.may_be_left && is_shared(array->info)) {
      answer.was_left = true;
      answer.size = array->info.size;
      outcome.scan.info = array->info;
      outcome.scan.identity = array->file.identity();
    } else {
      scan_opened(scanner_, std::move(*array), context_.nan_policy, outcome);
    }
    answer.was_cold = scanner_.take_cold();
    return to_bytes(answer);
  }

  std::string answer(const ScanPiece& piece) {
    PieceAnswer answer;
    answer.error = scan(piece, answer);
    return to_bytes(answer);
  }

 private:
  static ScanContext context_of(SharedFlags& flags, const WorkerSetup& setup) {
    ScanContext context;
    context.chunk_bytes = setup.chunk_bytes;
    context.nan_policy = setup.nan_policy;
    context.stop = &flags.stop;
    context.bytes_read = &flags.bytes_read;
    return context;
  }

  std::optional<Error> scan(const ScanPiece& piece, PieceAnswer& answer) {
    // Pieces of one file come one after the other, as a rule.
    if (!array_ || array_path_ != piece.path) {
      auto opened = scanner_.open(piece.path);
      if (!opened) return std::move(opened.error());
      array_.emplace(std::move(*opened));
      array_path_ = piece.path;
    }
    if (!is_same_file(array_->file.identity(), piece.identity)) {
      array_.reset();
      return Error{
          ErrorCode::changed, "expected a file that stays as it is, found another", {}, -1};
    }
    auto scanned = scanner_.scan_range(*array_, piece.first, piece.last, answer.moments);
    scanner_.take_cold();
    answer.was_stopped = scanner_.was_stopped();
    if (!scanned) return std::move(scanned.error());
    if (auto unchanged = array_->file.check_unchanged(); !unchanged) {
      return std::move(unchanged.error());
    }
    return std::nullopt;
  }

  ScanContext context_;
  Scanner scanner_;
  std::optional<OpenArray> array_;  // of the last piece
  std::string array_path_;
};

// The next bytes of the socket; false at its end.
bool receive(FrameReader& frames) {
  char bytes[1 << 14];
  while (true) {
    const ssize_t count = ::read(kWorkerSocket, bytes, sizeof bytes);
    if (count > 0) {
      frames.append({bytes, static_cast<std::size_t>(count)});
      return true;
    }
    if (count < 0 && errno == EINTR) continue;
    return false;
  }
}

SharedFlags* map_flags() {
  void* const memory =
      ::mmap(nullptr, sizeof(SharedFlags), PROT_READ | PROT_WRITE, MAP_SHARED, kWorkerFlags, 0);
  ::close(kWorkerFlags);
  return memory == MAP_FAILED ? nullptr : static_cast<SharedFlags*>(memory);
}

int answer_all(SharedFlags& flags) {
  FrameReader frames;
  std::optional<Worker> worker;
  std::string out;
  append_frame(ready_bytes(), out);
  while (true) {
    const auto message = frames.next();
    if (!message) {
      if (frames.is_broken()) return kExitProtocol;
      if (write_all(kWorkerSocket, out) != 0) return kExitOk;
      out.clear();
      if (!receive(frames)) return kExitOk;
      continue;
    }
    WorkerSetup setup;
    ScanFile scan;
    ScanPiece piece;
    const std::int64_t read_before = flags.bytes_read.load(std::memory_order_relaxed);
    if (read(*message, setup)) {
      // One that this machine does not have leaves the best one; the answers are the same.
      if (!setup.simd.empty()) (void)force_target(setup.simd);
      worker.emplace(flags, setup);
    } else if (worker && read(*message, scan)) {
      append_frame(worker->answer(scan), out);
    } else if (worker && read(*message, piece)) {
      append_frame(worker->answer(piece), out);
    } else {
      return kExitProtocol;
    }
    const std::int64_t bytes_read = flags.bytes_read.load(std::memory_order_relaxed) - read_before;
    if (out.size() < kFlushBytes && bytes_read < kLongScanBytes) continue;
    if (write_all(kWorkerSocket, out) != 0) return kExitOk;
    out.clear();
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
