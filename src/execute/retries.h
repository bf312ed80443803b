// What is to be done again after a worker has ended, and how often.
//
// The tasks of a worker that has ended are done again in halves, so that the one that does the harm
// is alone after a few ends. Each end from then on is a strike against it; with kStrikes of them it
// is given up.
#ifndef HILO_EXECUTE_RETRIES_H_
#define HILO_EXECUTE_RETRIES_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace hilo {

constexpr int kStrikes = 3;
constexpr std::int64_t kWhole = -1;

struct Task {
  std::size_t index;            // of the input
  std::int64_t piece = kWhole;  // of a large file

  friend auto operator<=>(const Task&, const Task&) = default;
};

using Batch = std::vector<Task>;

class Retries {
 public:
  // Takes back what a worker has not done, and gives the task that is given up, if there is one. An
  // end that says nothing about the tasks counts as no strike.
  std::optional<Task> take_back(Batch tasks, bool counts) {
    if (tasks.empty()) return std::nullopt;
    if (tasks.size() == 1) {
      const Task task = tasks.front();
      if (counts && ++strikes_[task] == kStrikes) return task;
      batches_.push_front(std::move(tasks));
      return std::nullopt;
    }
    const auto middle = tasks.begin() + static_cast<std::ptrdiff_t>((tasks.size() + 1) / 2);
    batches_.emplace_front(middle, tasks.end());
    batches_.emplace_front(tasks.begin(), middle);
    return std::nullopt;
  }

  bool empty() const { return batches_.empty(); }

  // The next batch has a task that is given up if it ends its worker once more.
  bool is_last_try() const {
    if (batches_.empty() || batches_.front().size() != 1) return false;
    const auto found = strikes_.find(batches_.front().front());
    return found != strikes_.end() && found->second == kStrikes - 1;
  }

  Batch take_next() {
    Batch next = std::move(batches_.front());
    batches_.pop_front();
    return next;
  }

  // Takes out the tasks of an input that `is_needless` says, and gives them.
  template <typename Predicate>
  Batch drop(Predicate is_needless) {
    Batch dropped;
    for (Batch& batch : batches_) {
      std::erase_if(batch, [&](const Task& task) {
        const bool is_out = is_needless(task);
        if (is_out) dropped.push_back(task);
        return is_out;
      });
    }
    std::erase_if(batches_, [](const Batch& batch) { return batch.empty(); });
    return dropped;
  }

  // An input is done: its strikes do not matter any more.
  void forget(std::size_t index) {
    strikes_.erase(strikes_.lower_bound({index, kWhole}),
                   strikes_.lower_bound({index + 1, kWhole}));
  }

 private:
  std::deque<Batch> batches_;
  std::map<Task, int> strikes_;
};

}  // namespace hilo

#endif  // HILO_EXECUTE_RETRIES_H_
