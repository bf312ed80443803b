#include "profile/cpu_times.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <string_view>

namespace hilo {
namespace {

constexpr std::int64_t kBlockBytes = 512;  // of ru_inblock

// "CPU_NS READY_NS TIMESLICES"; the first of them is as old as the last tick of the system's clock.
std::int64_t scheduled_ready_ns() {
  const int file = ::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  char text[128];
  const ssize_t bytes = ::read(file, text, sizeof text);
  ::close(file);
  const std::string_view all(text, bytes > 0 ? static_cast<std::size_t>(bytes) : 0);
  const std::size_t space = all.find(' ');
  std::int64_t ready_ns = 0;
  if (space != std::string_view::npos) {
    std::from_chars(all.data() + space + 1, all.data() + all.size(), ready_ns);
  }
  return ready_ns;
}

}  // namespace

CpuTimes CpuTimes::now() {
  CpuTimes times;
  times.ready_ns = scheduled_ready_ns();
  struct timespec now {};
  if (::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0) {
    times.cpu_ns = std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
  }
  struct rusage usage {};
  if (::getrusage(RUSAGE_THREAD, &usage) == 0) {
    const timeval& system = usage.ru_stime;
    times.system_ns = std::int64_t{system.tv_sec} * 1'000'000'000 + system.tv_usec * 1000;
    times.disk_bytes = usage.ru_inblock * kBlockBytes;
  }
  return times;
}

}  // namespace hilo
