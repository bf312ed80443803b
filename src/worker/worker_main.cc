// A worker takes one message after the other and answers each. It ends when its socket is closed,
// which happens however the run ends; a thread watches for that, since a scan may take long.
#include "worker/worker_main.h"

#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <deque>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "base/file_descriptor.h"
#include "base/write_all.h"
#include "execute/outcome.h"
#include "execute/outcome_bytes.h"
#include "execute/pieces.h"
#include "execute/scan.h"
#include "execute/worker_messages.h"
#include "kernel/target.h"

namespace hilo {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kExitOk = 0;
constexpr int kExitProtocol = 70;

// Answers wait for each other so long, and up to so many bytes: each time that the run is woken, it
// takes a CPU from some worker.
constexpr auto kFlushTime = std::chrono::milliseconds(2);
constexpr std::size_t kFlushBytes = std::size_t{1} << 14;

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
    } else {
      scan_opened(scanner_, std::move(*array), context_.nan_policy, outcome);
    }
    answer.was_cold = scanner_.take_cold();
    return to_bytes(answer);
  }

  void take(TakeArray&& array, FileDescriptor descriptor) {
    InputFile file = InputFile::adopt(std::move(descriptor), array.identity);
    array_.emplace(OpenArray{std::move(file), std::move(array.info)});
  }

  bool has_array() const { return array_.has_value(); }

  std::string answer(const ScanPiece& piece) {
    PieceAnswer answer;
    auto scanned = scanner_.scan_range(*array_, piece.first, piece.last, answer.moments);
    scanner_.take_cold();
    answer.was_stopped = scanner_.was_stopped();
    if (!scanned) answer.error = std::move(scanned.error());
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

  ScanContext context_;
  Scanner scanner_;
  std::optional<OpenArray> array_;  // that pieces are scanned of
};

// What comes through the socket: messages, and the descriptors that some of them come with.
class Inbox {
 public:
  std::optional<std::string_view> next() { return frames_.next(); }
  bool is_broken() const { return frames_.is_broken(); }

  // The next bytes; false at the socket's end.
  bool receive() {
    char bytes[1 << 14];
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    iovec part = {bytes, sizeof bytes};
    msghdr header = {};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    ssize_t count = 0;
    do {
      count = ::recvmsg(kWorkerSocket, &header, MSG_CMSG_CLOEXEC);
    } while (count < 0 && errno == EINTR);
    // A descriptor that was lost would leave all others with the wrong message.
    if (count <= 0 || (header.msg_flags & MSG_CTRUNC) != 0) return false;
    frames_.append({bytes, static_cast<std::size_t>(count)});
    const cmsghdr* const extra = CMSG_FIRSTHDR(&header);
    if (extra != nullptr && extra->cmsg_type == SCM_RIGHTS) {
      int descriptor = -1;
      std::memcpy(&descriptor, CMSG_DATA(extra), sizeof descriptor);
      descriptors_.emplace_back(descriptor);
    }
    return true;
  }

  // The descriptor of a message: they come in the order of their messages, and never after them.
  FileDescriptor take_descriptor() {
    if (descriptors_.empty()) return FileDescriptor();
    FileDescriptor first = std::move(descriptors_.front());
    descriptors_.pop_front();
    return first;
  }

 private:
  FrameReader frames_;
  std::deque<FileDescriptor> descriptors_;
};

SharedFlags* map_flags() {
  void* const memory =
      ::mmap(nullptr, sizeof(SharedFlags), PROT_READ | PROT_WRITE, MAP_SHARED, kWorkerFlags, 0);
  ::close(kWorkerFlags);
  return memory == MAP_FAILED ? nullptr : static_cast<SharedFlags*>(memory);
}

int answer_all(SharedFlags& flags) {
  Inbox inbox;
  std::optional<Worker> worker;
  std::string out;
  append_frame(ready_bytes(), out);
  auto flushed = Clock::now();
  const auto flush = [&] {
    if (write_all(kWorkerSocket, out) != 0) return false;
    out.clear();
    flushed = Clock::now();
    return true;
  };
  while (true) {
    const auto message = inbox.next();
    if (!message) {
      if (inbox.is_broken()) return kExitProtocol;
      if (!flush()) return kExitOk;
      if (!inbox.receive()) return kExitOk;
      continue;
    }
    WorkerSetup setup;
    ScanFile scan;
    TakeArray array;
    ScanPiece piece;
    if (read(*message, setup)) {
      // One that this machine does not have leaves the best one; the answers are the same.
      if (!setup.simd.empty()) (void)force_target(setup.simd);
      worker.emplace(flags, setup);
    } else if (worker && read(*message, scan)) {
      append_frame(worker->answer(scan), out);
    } else if (worker && read(*message, array)) {
      worker->take(std::move(array), inbox.take_descriptor());
    } else if (worker && worker->has_array() && read(*message, piece)) {
      append_frame(worker->answer(piece), out);
    } else {
      return kExitProtocol;
    }
    if (out.size() < kFlushBytes && Clock::now() - flushed < kFlushTime) continue;
    if (!flush()) return kExitOk;
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
