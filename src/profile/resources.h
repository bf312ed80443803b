// What the system counts of this process, and of those it has waited for.
#ifndef HILO_PROFILE_RESOURCES_H_
#define HILO_PROFILE_RESOURCES_H_

#include <cstdint>

namespace hilo {

struct Resources {
  double user_s = 0;
  double system_s = 0;
  std::int64_t disk_bytes =
      0;  // that came from block devices; 0 too where the system does not tell

  enum class Of : std::uint8_t { process, process_and_children };
  static Resources now(Of which);

  friend Resources operator+(const Resources& a, const Resources& b) {
    return {a.user_s + b.user_s, a.system_s + b.system_s, a.disk_bytes + b.disk_bytes};
  }
  friend Resources operator-(const Resources& a, const Resources& b) {
    return {a.user_s - b.user_s, a.system_s - b.system_s, a.disk_bytes - b.disk_bytes};
  }
};

}  // namespace hilo

#endif  // HILO_PROFILE_RESOURCES_H_
