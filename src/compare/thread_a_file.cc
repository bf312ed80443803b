#include "compare/thread_a_file.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <fstream>
#include <new>
#include <sstream>
#include <system_error>
#include <thread>

#include "base/quantity_text.h"
#include "base/system_message.h"
#include "compare/plain_statistics.h"

namespace hilo {
namespace {

// How many there are, and how many there have been at most.
class Peak {
 public:
  void up() {
    const std::int64_t now = now_.fetch_add(1) + 1;
    std::int64_t most = most_.load();
    while (most < now && !most_.compare_exchange_weak(most, now)) {
    }
  }
  void down() { now_.fetch_sub(1); }
  std::int64_t now() const { return now_.load(); }
  std::int64_t most() const { return most_.load(); }

 private:
  std::atomic<std::int64_t> now_{0};
  std::atomic<std::int64_t> most_{0};
};

class ThreadAFile {
 public:
  explicit ThreadAFile(std::int64_t memory_bytes) : memory_bytes_(memory_bytes) {
    watcher_.opened = [this] { open_.up(); };
    watcher_.closed = [this] { open_.down(); };
    watcher_.take_memory = [this](std::size_t bytes) { return take(bytes); };
    watcher_.give_memory = [this](std::size_t bytes) { give(bytes); };
  }

  ThreadAFileReport run(const std::vector<std::string>& paths) {
    std::vector<std::thread> threads;
    threads.reserve(paths.size());
    start_all(paths, threads);
    for (std::thread& thread : threads) thread.join();
    ThreadAFileReport report;
    report.files = static_cast<std::int64_t>(paths.size());
    report.reduced = outcomes_[static_cast<std::size_t>(PlainFailure::none)];
    report.started = static_cast<std::int64_t>(threads.size());
    report.most_alive = alive_.most();
    report.most_open = open_.most();
    report.not_opened = outcomes_[static_cast<std::size_t>(PlainFailure::open)];
    report.open_error = open_error_;
    report.no_memory = outcomes_[static_cast<std::size_t>(PlainFailure::memory)];
    report.memory_bytes = memory_bytes_;
    report.not_read = outcomes_[static_cast<std::size_t>(PlainFailure::read)];
    report.start_error = start_error_;
    report.too_many = too_many_;
    return report;
  }

 private:
  void start_all(const std::vector<std::string>& paths, std::vector<std::thread>& threads) {
    for (const std::string& path : paths) {
      too_many_ = alive_.now() >= ThreadAFileReport::kMostThreads;
      if (too_many_) return;
      alive_.up();
      try {
        threads.emplace_back([this, &path] { reduce(path); });
      } catch (const std::system_error& error) {
        start_error_ = error.code().value();
        alive_.down();
        return;
      } catch (const std::bad_alloc&) {
        start_error_ = ENOMEM;
        alive_.down();
        return;
      }
    }
  }

  void reduce(const std::string& path) {
    const PlainOutcome outcome = reduce_plainly(path, watcher_);
    ++outcomes_[static_cast<std::size_t>(outcome.failure)];
    if (outcome.failure == PlainFailure::open) {
      std::int64_t none = 0;
      open_error_.compare_exchange_strong(none, outcome.error_number);
    }
    alive_.down();
  }

  bool take(std::size_t bytes) {
    const auto wanted = static_cast<std::int64_t>(bytes);
    if (memory_.fetch_add(wanted) + wanted <= memory_bytes_) return true;
    give(bytes);
    return false;
  }
  void give(std::size_t bytes) { memory_.fetch_sub(static_cast<std::int64_t>(bytes)); }

  const std::int64_t memory_bytes_;
  PlainWatcher watcher_;
  Peak alive_;
  Peak open_;
  std::atomic<std::int64_t> memory_{0};
  std::array<std::atomic<std::int64_t>, 4> outcomes_ = {};  // by PlainFailure
  std::atomic<std::int64_t> open_error_{0};
  std::int64_t start_error_ = 0;
  bool too_many_ = false;
};

// In the order in which they are written.
std::vector<std::int64_t*> fields_of(ThreadAFileReport& report) {
  return {&report.files,        &report.reduced,    &report.started,    &report.most_alive,
          &report.most_open,    &report.not_opened, &report.open_error, &report.no_memory,
          &report.memory_bytes, &report.not_read,   &report.start_error};
}

// One value of a file of the kernel's, in bytes; nothing where there is none ("max" is none).
std::optional<std::int64_t> number_in(const char* path, const std::string& label) {
  std::ifstream file(path);
  std::string word;
  if (!label.empty()) {
    while (file >> word && word != label) {
    }
  }
  std::int64_t value = 0;
  if (!(file >> value)) return std::nullopt;
  return value;
}

}  // namespace

std::string to_text(const ThreadAFileReport& report) {
  ThreadAFileReport copy = report;
  std::ostringstream text;
  for (const std::int64_t* field : fields_of(copy)) text << *field << ' ';
  text << report.too_many << '\n';
  return text.str();
}

std::optional<ThreadAFileReport> parse_report(std::string_view text) {
  std::istringstream words{std::string(text)};
  ThreadAFileReport report;
  for (std::int64_t* field : fields_of(report)) words >> *field;
  words >> report.too_many;
  if (!words) return std::nullopt;
  return report;
}

ThreadAFileReport start_a_thread_a_file(const std::vector<std::string>& paths,
                                        std::int64_t memory_bytes) {
  return ThreadAFile(memory_bytes).run(paths);
}

std::int64_t memory_for_arrays() {
  constexpr std::int64_t kIfUnknown = std::int64_t{4} << 30;
  const auto available = number_in("/proc/meminfo", "MemAvailable:");
  std::int64_t bytes = available ? *available * 1024 : kIfUnknown;
  const auto limit = number_in("/sys/fs/cgroup/memory.max", "");
  const auto used = number_in("/sys/fs/cgroup/memory.current", "");
  if (limit && used) bytes = std::min(bytes, std::max<std::int64_t>(*limit - *used, 0));
  return bytes / 4;
}

std::string failure_text(const ThreadAFileReport& report, std::int64_t descriptor_limit) {
  const std::int64_t missing = report.files - report.reduced;
  if (missing == 0) return {};
  std::vector<std::string> reasons;
  if (report.not_opened > 0) {
    reasons.push_back(std::to_string(report.not_opened) + " times \"" +
                      system_message(static_cast<int>(report.open_error)) + "\" (ulimit -n is " +
                      std::to_string(descriptor_limit) + ")");
  }
  if (report.start_error != 0) {
    reasons.push_back("no thread " + std::to_string(report.started + 1) + ": \"" +
                      system_message(static_cast<int>(report.start_error)) + "\"");
  }
  if (report.too_many) {
    reasons.push_back("stopped at " + std::to_string(ThreadAFileReport::kMostThreads) +
                      " threads, which is as far as hilo goes");
  }
  if (report.no_memory > 0) {
    reasons.push_back(std::to_string(report.no_memory) +
                      " arrays beyond the memory that they may take together, " +
                      bytes_text(static_cast<double>(report.memory_bytes)));
  }
  if (report.not_read > 0) {
    reasons.push_back(std::to_string(report.not_read) + " files could not be read");
  }
  std::string text =
      std::to_string(missing) + " of " + std::to_string(report.files) + " files are not reduced";
  for (const std::string& reason : reasons) text += (&reason == &reasons[0] ? ": " : "; ") + reason;
  return text + "; " + peak_text(report);
}

std::string peak_text(const ThreadAFileReport& report) {
  return "at most " + std::to_string(report.most_alive) + " threads and " +
         std::to_string(report.most_open) + " open files at the same time";
}

}  // namespace hilo
