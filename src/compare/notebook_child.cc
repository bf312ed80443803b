#include "compare/notebook_child.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstddef>
#include <exception>
#include <fstream>

#include "base/write_all.h"
#include "compare/plain_statistics.h"
#include "compare/thread_a_file.h"

namespace hilo {
namespace {

constexpr int kExitOk = 0;
constexpr int kExitFailed = 1;

std::vector<std::string> listed_paths() {
  std::string text;
  char piece[1 << 16];
  for (off_t at = 0;;) {
    const ssize_t count = ::pread(kNotebookList, piece, sizeof piece, at);
    if (count <= 0) break;
    text.append(piece, static_cast<std::size_t>(count));
    at += count;
  }
  ::close(kNotebookList);
  std::vector<std::string> paths;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\0', begin);
    paths.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) break;
    begin = end + 1;
  }
  return paths;
}

// Where memory runs out all the same, this process goes and no other.
void be_the_first_to_go() { std::ofstream("/proc/self/oom_score_adj") << "1000\n"; }

int run_threads(const std::vector<std::string>& paths) {
  be_the_first_to_go();
  const std::string text = to_text(start_a_thread_a_file(paths, memory_for_arrays()));
  return write_all(kNotebookReport, text) == 0 ? kExitOk : kExitFailed;
}

// Means and standard deviations that this process alone knows.
int reduce_share(const std::vector<std::string>& paths, std::size_t first, std::size_t distance) {
  std::vector<PlainStatistics> lost;
  for (std::size_t i = first; i < paths.size(); i += distance) {
    const PlainOutcome outcome = reduce_plainly(paths[i]);
    if (outcome.failure != PlainFailure::none) return kExitFailed;
    lost.push_back(outcome.statistics);
  }
  return kExitOk;
}

}  // namespace

bool is_for_notebook_child(const std::vector<std::string>& words) {
  return words.size() >= 2 && words[0] == kNotebookWord;
}

int run_notebook_child(const std::vector<std::string>& words) {
  // Nothing but the end of this process is to end the report.
  ::fcntl(kNotebookReport, F_SETFD, FD_CLOEXEC);
  try {
    const std::vector<std::string> paths = listed_paths();
    if (words[1] == "threads") return run_threads(paths);
    if (words.size() < 4) return kExitFailed;
    const unsigned long distance = std::stoul(words[3]);
    return distance == 0 ? kExitFailed : reduce_share(paths, std::stoul(words[2]), distance);
  } catch (const std::exception&) {  // memory ran out, or words are no numbers
    return kExitFailed;
  }
}

}  // namespace hilo
