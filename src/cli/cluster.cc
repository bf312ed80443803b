#include "cli/cluster.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "base/system_message.h"

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
  ::execvp(program.c_str(), pointers.data());
  return failure(ErrorCode::usage,
                 "--executor dask: expected a Python with the package hilo[dask], "
                 "found that " +
                     program + " does not start: " + system_message(errno));
}

std::unique_ptr<BatchExecutor> reach_cluster(const Arguments& arguments) {
  return reach(arguments.scheduler, arguments.jobs);
}

}  // namespace hilo::cli
