#include "read/read_ahead.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace hilo {

ReadAhead::ReadAhead(std::size_t count, std::function<void(std::size_t, std::string&)> path_of,
                     DescriptorPool& pool)
    : count_(count), path_of_(std::move(path_of)), pool_(pool), bytes_(kFiles) {}

ReadAhead::~ReadAhead() {
  for (std::jthread& thread : threads_) thread.request_stop();
  changed_.notify_all();
}

void ReadAhead::begin(std::size_t index) {
  latest_.store(index, std::memory_order_relaxed);
  if (!active_.load(std::memory_order_relaxed)) return;
  {
    const std::lock_guard lock(mutex_);
    for (; begun_ <= index; ++begun_) {
      if (begun_ < asked_) bytes_ahead_ -= std::exchange(bytes_[begun_ % kFiles], 0);
    }
    asked_ = std::max(asked_, begun_);
  }
  changed_.notify_all();
}

void ReadAhead::note_cold() {
  warm_files_.store(0, std::memory_order_relaxed);
  if (active_.load(std::memory_order_relaxed)) return;
  {
    const std::lock_guard lock(mutex_);
    begun_ = std::max(begun_, latest_.load(std::memory_order_relaxed) + 1);
    asked_ = std::max(asked_, begun_);
    active_ = true;
    while (threads_.size() < kThreads) {
      threads_.emplace_back([this](const std::stop_token& stop) { run(stop); });
    }
  }
  changed_.notify_all();
}

void ReadAhead::note_warm() {
  if (!active_.load(std::memory_order_relaxed)) return;
  if (warm_files_.fetch_add(1, std::memory_order_relaxed) >= kWarmFilesToStop) active_ = false;
}

bool ReadAhead::wanted() const {
  return active_ && asked_ < count_ && asked_ < begun_ + kFiles && bytes_ahead_ < kBytes;
}

void ReadAhead::run(const std::stop_token& stop) {
  std::string path;
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [&] { return wanted(); })) {
    const std::size_t index = asked_++;
    lock.unlock();
    path_of_(index, path);
    ask_for(path, index);
    lock.lock();
  }
}

void ReadAhead::ask_for(const std::string& path, std::size_t index) {
  if (!pool_.try_acquire()) return;
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat status;
  if (descriptor >= 0 && ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
    const std::int64_t bytes = std::min<std::int64_t>(status.st_size, kBytes / 4);
    {
      const std::lock_guard lock(mutex_);
      if (index >= begun_) {
        bytes_[index % kFiles] = bytes;
        bytes_ahead_ += bytes;
      }
    }
    ask_ahead(descriptor, 0, bytes);
  }
  if (descriptor >= 0) ::close(descriptor);
  pool_.release();
}

void ask_ahead(int descriptor, std::int64_t offset, std::int64_t bytes) {
  ::posix_fadvise(descriptor, offset, bytes, POSIX_FADV_WILLNEED);
}

}  // namespace hilo
