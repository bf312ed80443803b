// The descriptors of a run are all close-on-exec; posix_spawn hands two of them on. No fork: the
// program may have threads, which hold locks that nobody would release in a copy.
#include "execute/worker_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

#include "base/own_folder.h"
#include "base/system_message.h"

namespace hilo {
namespace {

constexpr const char* kHelper = "hilo-worker";
constexpr const char* kItself = "/proc/self/exe";
// Beyond the numbers that the worker's own descriptors get.
constexpr int kFirstFree = 10;
// What is left of a worker that does not end by itself is killed.
constexpr auto kPatience = std::chrono::milliseconds(500);
constexpr auto kLongestPause = std::chrono::microseconds(5000);

std::mutex command_mutex;
std::vector<std::string> chosen_command;

std::vector<std::string> helper_places() {
  std::vector<std::string> places;
  if (const char* named = std::getenv("HILO_WORKER"); named != nullptr && *named != '\0') {
    return {named};
  }
  if (const std::string folder = own_folder(); !folder.empty()) {
    for (const char* place : {"/", "/../libexec/hilo/", "/../../libexec/hilo/"}) {
      places.push_back(folder + place + kHelper);
    }
  }
#ifdef HILO_LIBEXEC_DIR
  places.push_back(std::string(HILO_LIBEXEC_DIR "/") + kHelper);
#endif
  return places;
}

// SIGRTMIN and the like have no names.
std::string signal_name(int number) {
  const char* const name = ::sigabbrev_np(number);
  return name == nullptr ? "signal " + std::to_string(number) : std::string("SIG") + name;
}

WorkerEnd ending(int status) {
  if (WIFSIGNALED(status)) return {"killed by " + signal_name(WTERMSIG(status)), true};
  if (WEXITSTATUS(status) == kWorkerExitMemory) return {"out of memory"};
  return {"exited with status " + std::to_string(WEXITSTATUS(status))};
}

struct SpawnActions {
  SpawnActions() {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnActions() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;

  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
};

// An error number, or 0.
int prepare(SpawnActions& actions, int socket, int memory) {
  auto* const files = &actions.files;
  const int errors[] = {
      posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0),
      posix_spawn_file_actions_addopen(files, 1, "/dev/null", O_WRONLY, 0),
      posix_spawn_file_actions_adddup2(files, socket, kWorkerSocket),
      posix_spawn_file_actions_adddup2(files, memory, kWorkerFlags),
      posix_spawn_file_actions_addclosefrom_np(files, kWorkerFlags + 1),
  };
  for (const int error_number : errors) {
    if (error_number != 0) return error_number;
  }
  // As if a shell had started it: no signal is ignored, and none is blocked but those that the
  // worker is about to ignore.
  const sigset_t stops = stop_signals();
  sigset_t all;
  sigfillset(&all);
  posix_spawnattr_setsigmask(&actions.attributes, &stops);
  posix_spawnattr_setsigdefault(&actions.attributes, &all);
  return posix_spawnattr_setflags(&actions.attributes,
                                  POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

// With errno where there is none: EINVAL is what a limit below kFirstFree gives.
FileDescriptor duplicate_beyond(int descriptor) {
  FileDescriptor copy(::fcntl(descriptor, F_DUPFD_CLOEXEC, kFirstFree));
  if (!copy.is_open() && errno == EINVAL) errno = EMFILE;
  return copy;
}

bool may_pass(int error_number) {
  return error_number == EAGAIN || error_number == ENOMEM || error_number == EMFILE ||
         error_number == ENFILE;
}

}  // namespace

void set_worker_command(std::vector<std::string> command) {
  const std::lock_guard lock(command_mutex);
  chosen_command = std::move(command);
}

Result<std::vector<std::string>> worker_command() {
  {
    const std::lock_guard lock(command_mutex);
    if (!chosen_command.empty()) return chosen_command;
  }
  std::string looked_at;
  for (const std::string& place : helper_places()) {
    if (::access(place.c_str(), X_OK) == 0) return std::vector<std::string>{place};
    looked_at += (looked_at.empty() ? "" : ", ") + place;
  }
  return failure(ErrorCode::worker, "expected the program " + std::string(kHelper) +
                                        " to start workers with, found none at " + looked_at);
}

Result<SharedMemory> SharedMemory::create() {
  const auto refused = [](int error_number) {
    return failure(ErrorCode::output,
                   "expected memory to share with workers, found: " + system_message(error_number));
  };
  FileDescriptor file(::memfd_create("hilo", MFD_CLOEXEC));
  if (!file.is_open()) return refused(errno);
  // A file that is only made longer would kill the process that finds no memory behind it.
  if (const int error_number = ::posix_fallocate(file.get(), 0, sizeof(SharedFlags));
      error_number != 0) {
    return refused(error_number);
  }
  void* const memory =
      ::mmap(nullptr, sizeof(SharedFlags), PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
  if (memory == MAP_FAILED) return refused(errno);
  return SharedMemory(std::move(file), new (memory) SharedFlags);
}

SharedMemory::SharedMemory(SharedMemory&& other) noexcept
    : file_(std::move(other.file_)), flags_(std::exchange(other.flags_, nullptr)) {}

SharedMemory::~SharedMemory() {
  if (flags_ != nullptr) ::munmap(flags_, sizeof(SharedFlags));
}

std::string shown(const std::vector<std::string>& command) {
  if (command.front() != kItself) return command.front();
  char* const resolved = ::realpath(kItself, nullptr);
  std::string path = resolved == nullptr ? kItself : resolved;
  std::free(resolved);
  return path;
}

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) sigaddset(&signals, number);
  return signals;
}

tl::expected<WorkerProcess, StartError> WorkerProcess::start(
    const std::vector<std::string>& command, const SharedMemory& memory,
    const std::string& remark) {
  const auto refused = [&](int error_number) {
    Error error{ErrorCode::worker,
                "expected to start the worker process " + shown(command) +
                    ", found: " + system_message(error_number),
                {},
                -1};
    return tl::unexpected(StartError{std::move(error), may_pass(error_number)});
  };
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return refused(errno);
  FileDescriptor own(pair[0]);
  FileDescriptor theirs(pair[1]);
  if (::fcntl(own.get(), F_SETFL, O_NONBLOCK) != 0) return refused(errno);
  const FileDescriptor socket = duplicate_beyond(theirs.get());
  const FileDescriptor flags = duplicate_beyond(memory.descriptor());
  if (!socket.is_open() || !flags.is_open()) return refused(errno);

  SpawnActions actions;
  if (const int error_number = prepare(actions, socket.get(), flags.get()); error_number != 0) {
    return refused(error_number);
  }
  std::vector<std::string> words = command;
  if (!remark.empty()) words.push_back(remark);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t pid = -1;
  if (const int error_number = ::posix_spawn(&pid, words.front().c_str(), &actions.files,
                                             &actions.attributes, arguments.data(), environ);
      error_number != 0) {
    return refused(error_number);
  }
  return WorkerProcess(pid, std::move(own));
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), socket_(std::move(other.socket_)) {}

WorkerProcess& WorkerProcess::operator=(WorkerProcess&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(socket_, other.socket_);
  return *this;
}

WorkerProcess::~WorkerProcess() {
  if (pid_ != -1) (void)wait_for_end();
}

WorkerEnd WorkerProcess::wait_for_end() {
  socket_ = FileDescriptor();  // which is what a worker ends for
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  int status = 0;
  pid_t ended = 0;
  for (auto pause = std::chrono::microseconds(50);; pause = std::min(2 * pause, kLongestPause)) {
    do {
      ended = ::waitpid(pid_, &status, WNOHANG);
    } while (ended < 0 && errno == EINTR);
    if (ended != 0) break;
    if (std::chrono::steady_clock::now() >= deadline) {
      ::kill(pid_, SIGKILL);
      do {
        ended = ::waitpid(pid_, &status, 0);
      } while (ended < 0 && errno == EINTR);
      pid_ = -1;
      return {"still running when the talk with it was over"};
    }
    std::this_thread::sleep_for(pause);
  }
  pid_ = -1;
  // Where somebody else has waited for it, or nobody may, its status is lost.
  return ended > 0 ? ending(status) : WorkerEnd{"ended"};
}

}  // namespace hilo
