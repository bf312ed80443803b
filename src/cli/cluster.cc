#include "cli/cluster.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "base/file_descriptor.h"
#include "base/system_message.h"
#include "cli/signals.h"
#include "hilo/version.h"

namespace hilo::cli {
namespace {

ReachCluster reach;

// What lies in the working directory is not what is meant by the names of Python's modules.
constexpr const char* kScript = R"(import sys
sys.path[:] = [folder for folder in sys.path if folder]
try:
    from hilo.__main__ import main
except KeyboardInterrupt:
    sys.exit(130)
except ImportError as error:
    sys.stderr.write(
        f"hilo: --executor dask: expected the Python package hilo[dask] for {sys.executable}, "
        f"found: {error}. HILO_PYTHON names another Python\n"
    )
    sys.exit(2)
sys.exit(main(sys.argv[1:]))
)";

// The Python that the package was installed for with this program, or any.
std::string python() {
  if (const char* named = std::getenv("HILO_PYTHON"); named != nullptr && *named != '\0') {
    return named;
  }
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  const auto beside = program.parent_path() / "python3";
  if (!error && ::access(beside.c_str(), X_OK) == 0) return beside;
  return "python3";
}

// Up to a line break, or the end.
std::string read_line(int descriptor, std::chrono::steady_clock::time_point deadline) {
  std::string text;
  while (text.find('\n') == std::string::npos) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd end = {descriptor, POLLIN, 0};
    const int ready = ::poll(&end, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (ready == 0) return "it does not answer";
    if (ready < 0 && errno == EINTR && stop_signal() == 0) continue;
    if (ready < 0) return stop_signal() != 0 ? "interrupted" : text;
    char piece[256];
    const ssize_t count = ::read(descriptor, piece, sizeof piece);
    if (count <= 0) break;
    text.append(piece, static_cast<std::size_t>(count));
  }
  return text.substr(0, text.find('\n'));
}

// Says "ready", or why clusters cannot be reached.
constexpr const char* kTrial = R"(import sys
sys.path[:] = [folder for folder in sys.path if folder]
try:
    import hilo.dask
    is_same = hilo.__version__ == sys.argv[1]
    print("ready" if is_same else f"its package hilo is version {hilo.__version__}")
except Exception as error:
    print(error or type(error).__name__)
)";

constexpr auto kTrialTime = std::chrono::seconds(30);

// What the program prints, up to its first line break, or that it took too long; an error number
// where it cannot be started.
tl::expected<std::string, int> try_python(std::vector<std::string> words) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return tl::unexpected(errno);
  const FileDescriptor ours(ends[0]);
  pid_t pid = -1;
  {
    const FileDescriptor theirs(ends[1]);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, theirs.get(), 1);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    const int error_number =
        ::posix_spawnp(&pid, pointers.front(), &files, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    if (error_number != 0) return tl::unexpected(error_number);
  }
  std::string said = read_line(ours.get(), std::chrono::steady_clock::now() + kTrialTime);
  ::kill(pid, SIGKILL);  // where it goes on
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return said;
}

}  // namespace

void set_reach_cluster(ReachCluster how) { reach = std::move(how); }

Result<void> become_able_to_reach_clusters(const Arguments& arguments) {
  if (reach) return {};
  const std::string program = python();
  std::vector<std::string> words = {program, "-c", kScript};
  words.insert(words.end(), arguments.words.begin(), arguments.words.end());
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  // Until it catches them as this program does.
  hold_signals_of_terminal(true);
  if (stop_signal() == 0) ::execvp(program.c_str(), pointers.data());
  const int error_number = errno;
  hold_signals_of_terminal(false);
  if (stop_signal() != 0) return {};
  return failure(ErrorCode::usage,
                 "--executor dask: expected a Python with the package hilo[dask], "
                 "found that " +
                     program + " does not start: " + system_message(error_number));
}

std::unique_ptr<BatchExecutor> reach_cluster(const Arguments& arguments) {
  return reach(arguments.scheduler, arguments.jobs);
}

std::unique_ptr<BatchExecutor> reach_cluster(const std::string& scheduler, int jobs) {
  return reach(scheduler, jobs);
}

std::string why_no_clusters() {
  if (reach) return {};
  const std::string program = python();
  const auto tried = try_python({program, "-c", kTrial, std::string(version())});
  if (!tried) return program + " does not start: " + system_message(tried.error());
  if (*tried == "ready") return {};
  return tried->empty() ? program + " ends without an answer" : *tried;
}

}  // namespace hilo::cli
