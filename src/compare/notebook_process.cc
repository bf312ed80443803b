#include "compare/notebook_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "base/file_descriptor.h"
#include "base/system_message.h"
#include "base/write_all.h"
#include "compare/notebook_child.h"
#include "execute/worker_process.h"

namespace hilo {
namespace {

// Beyond the numbers that the processes know them under.
constexpr int kFirstFree = 10;

Failure refused(const std::string& what, int error_number) {
  return failure(ErrorCode::worker,
                 "expected " + what + ", found: " + system_message(error_number));
}

Result<FileDescriptor> beyond(const FileDescriptor& file) {
  FileDescriptor copy(::fcntl(file.get(), F_DUPFD_CLOEXEC, kFirstFree));
  if (!copy.is_open()) return refused("a descriptor for other processes", errno);
  return copy;
}

// In memory that has no name.
Result<FileDescriptor> list_of(const std::vector<std::string>& paths) {
  const FileDescriptor file(::memfd_create("hilo", MFD_CLOEXEC));
  if (!file.is_open()) return refused("memory for a list of files", errno);
  std::string text;
  for (const std::string& path : paths) text.append(path).push_back('\0');
  if (const int error_number = write_all(file.get(), text); error_number != 0) {
    return refused("memory for a list of files", error_number);
  }
  return beyond(file);
}

class Children {
 public:
  ~Children() { kill_all(); }

  Result<void> start(const std::vector<std::string>& words, int list, int report) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, list, kNotebookList);
    posix_spawn_file_actions_adddup2(&files, report, kNotebookReport);
    posix_spawn_file_actions_addclosefrom_np(&files, kNotebookReport + 1);
    std::vector<char*> pointers;
    for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
    pointers.push_back(nullptr);
    pid_t pid = -1;
    const int error_number =
        ::posix_spawn(&pid, pointers.front(), &files, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    if (error_number != 0) return refused("to start " + words.front(), error_number);
    pids_.push_back(pid);
    return {};
  }

  void kill_all() {
    for (const pid_t pid : pids_) ::kill(pid, SIGKILL);
    (void)wait_for_all();
  }

  // How those ended that ended badly.
  std::vector<std::string> wait_for_all() {
    std::vector<std::string> failures;
    for (const pid_t pid : std::exchange(pids_, {})) {
      int status = 0;
      while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
      }
      if (WIFSIGNALED(status)) {
        const char* const name = ::sigabbrev_np(WTERMSIG(status));
        failures.push_back(std::string("killed by SIG") + (name == nullptr ? "?" : name));
      } else if (WEXITSTATUS(status) != 0) {
        failures.push_back("exited with status " + std::to_string(WEXITSTATUS(status)));
      }
    }
    return failures;
  }

 private:
  std::vector<pid_t> pids_;
};

// Until all processes have closed the other end, or `stop`.
std::string read_report(int descriptor, const std::atomic<bool>* stop) {
  constexpr int kPatienceMs = 50;
  std::string report;
  while (stop == nullptr || !stop->load(std::memory_order_relaxed)) {
    pollfd end = {descriptor, POLLIN, 0};
    if (::poll(&end, 1, kPatienceMs) <= 0) continue;
    char piece[4096];
    const ssize_t count = ::read(descriptor, piece, sizeof piece);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    report.append(piece, static_cast<std::size_t>(count));
  }
  return report;
}

}  // namespace

Result<NotebookEnd> run_notebook_processes(const std::vector<std::string>& paths,
                                           const std::vector<std::vector<std::string>>& words,
                                           const std::atomic<bool>* stop) {
  auto command = worker_command();
  if (!command) return Failure(std::move(command.error()));
  auto list = list_of(paths);
  if (!list) return Failure(std::move(list.error()));
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return refused("a pipe from other processes", errno);
  const FileDescriptor ours(ends[0]);
  Children children;
  {
    const FileDescriptor theirs(ends[1]);
    const auto report = beyond(theirs);
    if (!report) return Failure(report.error());
    for (const std::vector<std::string>& each : words) {
      std::vector<std::string> all = {command->front(), std::string(kNotebookWord)};
      all.insert(all.end(), each.begin(), each.end());
      auto started = children.start(all, list->get(), report->get());
      if (!started) return Failure(std::move(started.error()));
    }
  }
  NotebookEnd end;
  end.report = read_report(ours.get(), stop);
  end.stopped = stop != nullptr && stop->load(std::memory_order_relaxed);
  if (end.stopped) children.kill_all();
  end.failures = children.wait_for_all();
  return end;
}

}  // namespace hilo
