// What the system counts of the calling thread.
#ifndef HILO_PROFILE_CPU_TIMES_H_
#define HILO_PROFILE_CPU_TIMES_H_

#include <cstdint>

namespace hilo {

struct CpuTimes {
  std::int64_t cpu_ns = 0;     // on a CPU
  std::int64_t system_ns = 0;  // of these, in the system
  // Ready for a CPU, while others had it; 0 where the system does not tell.
  std::int64_t ready_ns = 0;
  std::int64_t disk_bytes = 0;  // that came from block devices; 0 too where that is not told

  // Since the thread began: by its own clock, getrusage() and /proc/thread-self/schedstat.
  static CpuTimes now();

  friend CpuTimes operator-(const CpuTimes& a, const CpuTimes& b) {
    return {a.cpu_ns - b.cpu_ns, a.system_ns - b.system_ns, a.ready_ns - b.ready_ns,
            a.disk_bytes - b.disk_bytes};
  }
};

}  // namespace hilo

#endif  // HILO_PROFILE_CPU_TIMES_H_
