// What the scheduler of the system knows of the calling thread.
#ifndef HILO_PROFILE_CPU_TIMES_H_
#define HILO_PROFILE_CPU_TIMES_H_

#include <cstdint>

namespace hilo {

struct CpuTimes {
  std::int64_t cpu_ns = 0;  // on a CPU
  std::int64_t ready_ns =
      0;  // ready for one, while others had it; 0 where the system does not tell

  // Since the thread began: by its own clock, and by /proc/thread-self/schedstat.
  static CpuTimes now();
};

}  // namespace hilo

#endif  // HILO_PROFILE_CPU_TIMES_H_
