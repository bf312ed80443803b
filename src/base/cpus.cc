#include "base/cpus.h"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <limits>
#include <memory>

#include "base/file_descriptor.h"

namespace hilo {
namespace {

// The first 64 KiB of a file of the kernel's; empty where it cannot be read.
std::string text_of(const std::string& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  char buffer[4096];
  while (file.is_open() && text.size() < (1 << 16)) {
    const ssize_t got = ::read(file.get(), buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    text.append(buffer, static_cast<std::size_t>(got));
  }
  return text;
}

// Takes the text up to `separator`, or all of it, from the front of `text`.
std::string_view take(std::string_view& text, char separator) {
  const std::string_view front = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(text.size(), front.size() + 1));
  return front;
}

// A positive integer, as quotas and periods are; nothing for "max" and -1.
std::optional<std::int64_t> positive(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value <= 0) return std::nullopt;
  return value;
}

std::optional<int> cpus_of(std::string_view quota, std::string_view period) {
  const auto time = positive(quota);
  const auto length = positive(period);
  if (!time || !length) return std::nullopt;
  const std::int64_t cpus = *time / *length + (*time % *length != 0);
  return static_cast<int>(std::min<std::int64_t>(cpus, std::numeric_limits<int>::max()));
}

std::optional<int> quota_of_group(const std::string& group) {
  const std::string version_2 = text_of(group + "/cpu.max");  // "150000 100000"
  if (!version_2.empty()) {
    std::string_view rest = version_2;
    const std::string_view quota = take(rest, ' ');
    return cpus_of(quota, rest);
  }
  return cpus_of(text_of(group + "/cpu.cfs_quota_us"), text_of(group + "/cpu.cfs_period_us"));
}

// The smallest quota of mount/path and of the groups above it. In a container the path may be the
// host's and not exist here: what does not exist has no quota, and the mount itself is the group.
void lower_to_quota(const std::string& mount, std::string_view path, std::optional<int>& cpus) {
  for (;;) {
    while (path.ends_with('/')) path.remove_suffix(1);
    const auto quota = quota_of_group(mount + std::string(path));
    if (quota && (!cpus || *quota < *cpus)) cpus = quota;
    if (path.empty()) return;
    path = path.substr(0, path.rfind('/') + 1);
  }
}

bool lists(std::string_view controllers, std::string_view name) {
  while (!controllers.empty()) {
    if (take(controllers, ',') == name) return true;
  }
  return false;
}

std::optional<int> cpus_in_affinity_mask() {
  // The kernel refuses a mask that is smaller than its own.
  for (int capacity = 1024; capacity <= 1 << 20; capacity *= 2) {
    auto free_mask = [](cpu_set_t* mask) { CPU_FREE(mask); };
    const std::unique_ptr<cpu_set_t, decltype(free_mask)> mask(CPU_ALLOC(capacity));
    const std::size_t bytes = CPU_ALLOC_SIZE(capacity);
    if (!mask) return std::nullopt;
    if (::sched_getaffinity(0, bytes, mask.get()) == 0) return CPU_COUNT_S(bytes, mask.get());
    if (errno != EINVAL) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<int> cgroup_cpu_quota(std::string_view membership, const std::string& mount) {
  std::optional<int> cpus;
  while (!membership.empty()) {
    std::string_view line = take(membership, '\n');  // "0::/path", "4:cpu,cpuacct:/path"
    const std::string_view hierarchy = take(line, ':');
    const std::string_view controllers = take(line, ':');
    if (hierarchy == "0" && controllers.empty()) {
      lower_to_quota(mount, line, cpus);
    } else if (lists(controllers, "cpu")) {
      lower_to_quota(mount + "/" + std::string(controllers), line, cpus);
    }
  }
  return cpus;
}

int allowed_cpus() {
  int cpus = cpus_in_affinity_mask().value_or(1);
  const auto quota = cgroup_cpu_quota(text_of("/proc/self/cgroup"), "/sys/fs/cgroup");
  if (quota) cpus = std::min(cpus, *quota);
  return std::max(cpus, 1);
}

}  // namespace hilo
