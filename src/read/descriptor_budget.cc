#include "read/descriptor_budget.h"

#include <dirent.h>
#include <sys/resource.h>

#include <algorithm>

#include "profile/recorder.h"

namespace hilo {
namespace {

constexpr int kLeftForOthers = 8;   // the output, libraries, the caller
constexpr int kOpenIfUnknown = 16;  // where there is no /proc to count in

int open_descriptors() {
  DIR* directory = ::opendir("/proc/self/fd");
  if (directory == nullptr) return kOpenIfUnknown;
  int count = 0;
  while (::readdir(directory) != nullptr) ++count;
  ::closedir(directory);
  return count - 3;  // ".", ".." and the directory itself
}

}  // namespace

int descriptors_left() {
  struct rlimit limit;
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1;
  constexpr rlim_t kMost = 1 << 20;
  const int allowed = static_cast<int>(std::min(limit.rlim_cur, kMost));
  return std::max(allowed - open_descriptors() - kLeftForOthers, 1);
}

int descriptor_budget() { return std::min(descriptors_left(), kMostDescriptors); }

bool DescriptorPool::acquire() {
  std::unique_lock lock(mutex_);
  ++waiting_;
  if (free_ == 0 && !closed_) {
    enter_stage(Stage::idle);
    released_.wait(lock, [&] { return free_ > 0 || closed_; });
    enter_stage(Stage::open);
  }
  --waiting_;
  if (closed_) return false;
  --free_;
  return true;
}

bool DescriptorPool::try_acquire() {
  const std::lock_guard lock(mutex_);
  if (free_ == 0) return false;
  --free_;
  return true;
}

void DescriptorPool::release() {
  const std::lock_guard lock(mutex_);
  ++free_;
  if (waiting_ > 0) released_.notify_one();
}

void DescriptorPool::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  released_.notify_all();
}

}  // namespace hilo
