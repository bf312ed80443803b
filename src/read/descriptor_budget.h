// How many files the readers of a run may have open at once.
#ifndef HILO_READ_DESCRIPTOR_BUDGET_H_
#define HILO_READ_DESCRIPTOR_BUDGET_H_

#include <condition_variable>
#include <mutex>

namespace hilo {

constexpr int kMostDescriptors = 64;

// What the process's limit leaves, at least 1: the descriptors that are open already and a few for
// others are left alone.
int descriptors_left();

// The same, at most kMostDescriptors.
int descriptor_budget();

// Hands out places in the budget. A worker waits for one, read-ahead does without.
class DescriptorPool {
 public:
  explicit DescriptorPool(int places) : free_(places) {}

  bool acquire();  // false where the pool is closed
  bool try_acquire();
  void release();
  void close();  // nobody waits any more

 private:
  std::mutex mutex_;
  std::condition_variable released_;
  int free_;
  int waiting_ = 0;
  bool closed_ = false;
};

// Holds one place, waiting for it, as long as it lives; none where the pool is closed.
class DescriptorPlace {
 public:
  explicit DescriptorPlace(DescriptorPool& pool) : pool_(pool), is_held_(pool.acquire()) {}
  ~DescriptorPlace() {
    if (is_held_) pool_.release();
  }
  DescriptorPlace(const DescriptorPlace&) = delete;
  DescriptorPlace& operator=(const DescriptorPlace&) = delete;

  bool is_held() const { return is_held_; }

 private:
  DescriptorPool& pool_;
  bool is_held_;
};

}  // namespace hilo

#endif  // HILO_READ_DESCRIPTOR_BUDGET_H_
