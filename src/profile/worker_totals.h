// What is counted of a worker.
#ifndef HILO_PROFILE_WORKER_TOTALS_H_
#define HILO_PROFILE_WORKER_TOTALS_H_

#include <cstdint>

#include "hilo/profile.h"
#include "profile/cpu_times.h"
#include "profile/laps.h"

namespace hilo {

struct WorkerTotals {
  LapNs spent_ns = {};
  // Of that, of short files that were timed in detail, to stand for those that were not.
  LapNs sampled_ns = {};
  CpuTimes cpu;
  std::int64_t files = 0;
  std::int64_t read_bytes = 0;
  std::int64_t header_bytes = 0;
  std::int64_t computed_bytes = 0;  // of elements
  // Of the bytes read, those for which the system was asked, and told, whether it has them in
  // memory, and their neighbours; those of them that it had; and those of which it does not tell.
  std::int64_t asked_bytes = 0;
  std::int64_t warm_bytes = 0;
  std::int64_t untold_bytes = 0;
  SystemCalls calls;
};

// Calls what() with each number of some totals, and with the same one of others, in one order.
template <typename What, typename First, typename... Others>
void for_each_number(What what, First& first, Others&... others) {
  for (auto laps : {&WorkerTotals::spent_ns, &WorkerTotals::sampled_ns}) {
    for (std::size_t lap = 0; lap < kLaps; ++lap) {
      what((first.*laps)[lap], (others.*laps)[lap]...);
    }
  }
  for (auto number : {&WorkerTotals::files, &WorkerTotals::read_bytes, &WorkerTotals::header_bytes,
                      &WorkerTotals::computed_bytes, &WorkerTotals::asked_bytes,
                      &WorkerTotals::warm_bytes, &WorkerTotals::untold_bytes}) {
    what(first.*number, others.*number...);
  }
  for (auto time :
       {&CpuTimes::cpu_ns, &CpuTimes::system_ns, &CpuTimes::ready_ns, &CpuTimes::disk_bytes}) {
    what(first.cpu.*time, others.cpu.*time...);
  }
  for (auto call : {&SystemCalls::open, &SystemCalls::fstat, &SystemCalls::read,
                    &SystemCalls::close, &SystemCalls::fadvise}) {
    what(first.calls.*call, others.calls.*call...);
  }
}

inline WorkerTotals& operator+=(WorkerTotals& sum, const WorkerTotals& part) {
  for_each_number([](std::int64_t& to, const std::int64_t& from) { to += from; }, sum, part);
  return sum;
}

inline WorkerTotals& operator-=(WorkerTotals& rest, const WorkerTotals& part) {
  for_each_number([](std::int64_t& from, const std::int64_t& taken) { from -= taken; }, rest, part);
  return rest;
}

}  // namespace hilo

#endif  // HILO_PROFILE_WORKER_TOTALS_H_
