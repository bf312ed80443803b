#include "read/read_ahead.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <new>
#include <system_error>
#include <utility>

namespace hilo {
namespace {

// Whether the file's first byte can be had without waiting.
bool is_warm(int descriptor) {
  char byte;
  struct iovec part = {&byte, 1};
  count_call(&SystemCalls::read);
  return ::preadv2(descriptor, &part, 1, 0, RWF_NOWAIT) >= 0;
}

}  // namespace

ReadAhead::ReadAhead(std::size_t count, std::function<void(std::size_t, std::string&)> path_of,
                     DescriptorPool& pool, ProfileRecorder* profile)
    : count_(count), path_of_(std::move(path_of)), pool_(pool), profile_(profile), bytes_(kFiles) {}

ReadAhead::~ReadAhead() {
  for (std::jthread& thread : threads_) thread.request_stop();
  changed_.notify_all();
}

void ReadAhead::begin(std::size_t index) {
  latest_.store(index, std::memory_order_relaxed);
  if (!active_.load(std::memory_order_relaxed)) return;
  const std::lock_guard lock(mutex_);
  pass(index);
  // One goes on until nothing is wanted; the others are busy, or not needed.
  if (wanted()) changed_.notify_one();
}

void ReadAhead::pass(std::size_t index) {
  for (; begun_ <= index; ++begun_) {
    if (begun_ < asked_) bytes_ahead_ -= std::exchange(bytes_[begun_ % kFiles], 0);
  }
  asked_ = std::max(asked_, begun_);
  note_bytes_ahead();
}

void ReadAhead::note_bytes_ahead() const {
  if (profile_ != nullptr) profile_->note_ahead(bytes_ahead_);
}

void ReadAhead::note_cold() {
  if (active_.load(std::memory_order_relaxed)) return;
  if (cold_files_.fetch_add(1, std::memory_order_relaxed) + 1 < kColdFilesToStart) return;
  {
    const std::lock_guard lock(mutex_);
    warm_files_ = 0;
    pass(latest_.load(std::memory_order_relaxed));
    active_ = true;
    try {
      while (threads_.size() < kThreads) {
        threads_.emplace_back([this](const std::stop_token& stop) { run(stop); });
      }
    } catch (const std::system_error&) {
      // Fewer threads ask for less.
    }
  }
  changed_.notify_all();
}

void ReadAhead::note_warm() {
  if (!active_.load(std::memory_order_relaxed)) cold_files_.store(0, std::memory_order_relaxed);
}

bool ReadAhead::wanted() const {
  return active_ && asked_ < count_ && asked_ < begun_ + kFiles && bytes_ahead_ < kBytes;
}

void ReadAhead::run(const std::stop_token& stop) {
  try {
    ask_while_wanted(stop);
  } catch (const std::bad_alloc&) {
    // Workers read without it.
  }
}

void ReadAhead::ask_while_wanted(const std::stop_token& stop) {
  const WorkerScope worker(profile_, WorkerRecord::Role::reader, Stage::idle);
  std::string path;
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [&] { return wanted(); })) {
    const std::size_t index = asked_++;
    lock.unlock();
    path_of_(index, path);
    if (current_worker != nullptr) current_worker->begin_file(static_cast<std::int64_t>(index));
    enter_stage(Stage::open);
    ask_for(path, index);
    enter_stage(Stage::idle);
    lock.lock();
  }
}

void ReadAhead::note_ahead(std::size_t index, std::int64_t bytes) {
  const std::lock_guard lock(mutex_);
  if (index < begun_) return;
  bytes_[index % kFiles] = bytes;
  bytes_ahead_ += bytes;
  note_bytes_ahead();
}

void ReadAhead::ask_for(const std::string& path, std::size_t index) {
  if (!pool_.try_acquire()) return;
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  count_call(&SystemCalls::open);
  count_call(&SystemCalls::fstat, descriptor >= 0);
  struct stat status;
  if (descriptor >= 0 && ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
    if (is_warm(descriptor)) {
      if (warm_files_.fetch_add(1) + 1 >= kWarmFilesToStop) active_ = false;
    } else {
      warm_files_ = 0;
      const std::int64_t bytes = std::min<std::int64_t>(status.st_size, kBytes / 4);
      note_ahead(index, bytes);
      ask_ahead(descriptor, 0, bytes);
    }
  }
  if (descriptor >= 0) ::close(descriptor);
  count_call(&SystemCalls::close, descriptor >= 0);
  pool_.release();
}

void ask_ahead(int descriptor, std::int64_t offset, std::int64_t bytes) {
  ::posix_fadvise(descriptor, offset, bytes, POSIX_FADV_WILLNEED);
  count_call(&SystemCalls::fadvise);
}

}  // namespace hilo
