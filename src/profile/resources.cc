#include "profile/resources.h"

#include <sys/resource.h>

#include <initializer_list>

namespace hilo {
namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

}  // namespace

Resources Resources::now(Of which) {
  constexpr std::int64_t kBlockBytes = 512;
  Resources sum;
  for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    if (who == RUSAGE_CHILDREN && which == Of::process) continue;
    struct rusage usage {};
    if (::getrusage(who, &usage) != 0) continue;
    sum.user_s += seconds(usage.ru_utime);
    sum.system_s += seconds(usage.ru_stime);
    sum.disk_bytes += usage.ru_inblock * kBlockBytes;
  }
  return sum;
}

}  // namespace hilo
