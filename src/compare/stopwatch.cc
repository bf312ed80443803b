#include "compare/stopwatch.h"

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace hilo {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The processes that a process has started and that run; none where the system does not tell.
std::vector<std::string> children_of(const std::string& process) {
  const std::string tasks = "/proc/" + process + "/task";
  const auto close = [](DIR* directory) { ::closedir(directory); };
  const std::unique_ptr<DIR, decltype(close)> directory(::opendir(tasks.c_str()), close);
  std::vector<std::string> children;
  while (directory != nullptr) {
    const dirent* const entry = ::readdir(directory.get());
    if (entry == nullptr) break;
    if (entry->d_name[0] == '.') continue;
    std::istringstream list(text_of(tasks + "/" + entry->d_name + "/children"));
    for (std::string child; list >> child;) children.push_back(child);
  }
  return children;
}

struct Ticks {
  long user = 0;
  long system = 0;
};

// Of the process, and of those of its children that it has waited for.
Ticks ticks_of(const std::string& process) {
  const std::string status = text_of("/proc/" + process + "/stat");
  // The name, in parentheses, may hold anything.
  const std::size_t name_end = status.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream fields(status.substr(name_end + 1));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  long user = 0;
  long system = 0;
  long children_user = 0;
  long children_system = 0;
  if (!(fields >> user >> system >> children_user >> children_system)) return {};
  return {user + children_user, system + children_system};
}

void add_descendants(const std::string& process, Ticks& sum) {
  for (const std::string& child : children_of(process)) {
    const Ticks ticks = ticks_of(child);
    sum.user += ticks.user;
    sum.system += ticks.system;
    add_descendants(child, sum);
  }
}

}  // namespace

Stopwatch::Stopwatch(Children children)
    : children_(children), cpu_begin_(cpu_times()), begin_(Clock::now()) {}

Stopwatch::CpuTimes Stopwatch::cpu_times() const {
  CpuTimes times;
  for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    struct rusage usage;
    if (::getrusage(who, &usage) != 0) continue;
    times.user_s += seconds_of(usage.ru_utime);
    times.system_s += seconds_of(usage.ru_stime);
  }
  if (children_ == Children::running) {
    Ticks ticks;
    add_descendants("self", ticks);
    const auto per_second = static_cast<double>(::sysconf(_SC_CLK_TCK));
    times.user_s += static_cast<double>(ticks.user) / per_second;
    times.system_s += static_cast<double>(ticks.system) / per_second;
  }
  return times;
}

RunTimes Stopwatch::elapsed() const {
  const double wall_s = std::chrono::duration<double>(Clock::now() - begin_).count();
  const CpuTimes now = cpu_times();
  return {now.user_s - cpu_begin_.user_s, now.system_s - cpu_begin_.system_s, wall_s};
}

}  // namespace hilo
