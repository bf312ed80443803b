// How many CPUs this process may use.
#ifndef HILO_BASE_CPUS_H_
#define HILO_BASE_CPUS_H_

#include <optional>
#include <string>
#include <string_view>

namespace hilo {

// The smaller of the CPUs in the calling thread's affinity mask and the CPU quota of its control
// group, rounded up; at least 1. This is what --jobs is when nobody says. Reads a few small files
// in /proc and /sys on each call.
int allowed_cpus();

// The CPUs of the quota that control groups set, rounded up, or nothing without a quota: the
// smallest of the group's and its ancestors', version 2 (cpu.max) and version 1
// (cpu.cfs_quota_us / cpu.cfs_period_us) alike. `membership` is the text of /proc/self/cgroup,
// `mount` where the hierarchies are mounted.
std::optional<int> cgroup_cpu_quota(std::string_view membership, const std::string& mount);

}  // namespace hilo

#endif  // HILO_BASE_CPUS_H_
