// How many files the readers of a run may have open at once.
#ifndef HILO_READ_DESCRIPTOR_BUDGET_H_
#define HILO_READ_DESCRIPTOR_BUDGET_H_

#include <condition_variable>
#include <mutex>

namespace hilo {

// min(64, what the process's limit leaves), at least 1: the descriptors that are open already and a
// few for others are left alone.
int descriptor_budget();

// Hands out places in the budget. A worker waits for one, read-ahead does without.
class DescriptorPool {
 public:
  explicit DescriptorPool(int places) : free_(places) {}

  void acquire();
  bool try_acquire();
  void release();

 private:
  std::mutex mutex_;
  std::condition_variable released_;
  int free_;
  int waiting_ = 0;
};

// Holds one place, waiting for it, as long as it lives.
class DescriptorPlace {
 public:
  explicit DescriptorPlace(DescriptorPool& pool) : pool_(pool) { pool_.acquire(); }
  ~DescriptorPlace() { pool_.release(); }
  DescriptorPlace(const DescriptorPlace&) = delete;
  DescriptorPlace& operator=(const DescriptorPlace&) = delete;

 private:
  DescriptorPool& pool_;
};

}  // namespace hilo

#endif  // HILO_READ_DESCRIPTOR_BUDGET_H_
