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

constexpr std::int64_t kMicroseconds = 1'000'000;  // in a second

std::int64_t microseconds_of(const timeval& time) {
  return std::int64_t{time.tv_sec} * kMicroseconds + time.tv_usec;
}

double seconds_of(std::int64_t microseconds) {
  return static_cast<double>(microseconds) / static_cast<double>(kMicroseconds);
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
    times.user_us += microseconds_of(usage.ru_utime);
    times.system_us += microseconds_of(usage.ru_stime);
  }
  if (children_ == Children::running) {
    Ticks ticks;
    add_descendants("self", ticks);
    const std::int64_t tick_us = kMicroseconds / ::sysconf(_SC_CLK_TCK);
    times.user_us += ticks.user * tick_us;
    times.system_us += ticks.system * tick_us;
  }
  return times;
}

RunTimes Stopwatch::elapsed() const {
  const double wall_s = std::chrono::duration<double>(Clock::now() - begin_).count();
  const CpuTimes now = cpu_times();
  return {seconds_of(now.user_us - cpu_begin_.user_us),
          seconds_of(now.system_us - cpu_begin_.system_us), wall_s};
}

}  // namespace hilo
