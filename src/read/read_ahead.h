// Asks the system to read files into its page cache before a worker needs them.
//
// A disk serves many requests at once, but a worker that reads and computes has one in flight. So
// while workers meet bytes that are not in the page cache, threads of their own open the files that
// come next, ask for their bytes (posix_fadvise WILLNEED, which does not wait for them) and close
// them again. On a warm cache nothing is asked for and no thread is started: the workers notice
// what is cold as they read (InputFile::read_at), and the threads pause when what comes next is
// warm. One cold file alone starts nothing, since a page may be missing for a moment.
//
// Bounds: kFiles files and kBytes bytes ahead of the workers, one descriptor for each thread, taken
// from the pool only when one is free.
#ifndef HILO_READ_READ_AHEAD_H_
#define HILO_READ_READ_AHEAD_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "profile/recorder.h"
#include "read/descriptor_budget.h"

namespace hilo {

class ReadAhead {
 public:
  static constexpr std::size_t kFiles = 32;
  static constexpr std::int64_t kBytes = std::int64_t{64} << 20;

  // Inputs are numbered 0 ... count-1 in the order in which workers take them; path_of gives the
  // path of one and may be called from any thread.
  // What it does is measured where `profile` is not null.
  ReadAhead(std::size_t count, std::function<void(std::size_t, std::string&)> path_of,
            DescriptorPool& pool, ProfileRecorder* profile = nullptr);
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  // A worker begins input `index`.
  void begin(std::size_t index);

  // A worker has waited for the disk, or has not.
  void note_cold();
  void note_warm();

 private:
  static constexpr std::size_t kThreads = 4;
  static constexpr int kColdFilesToStart = 4;
  static constexpr int kWarmFilesToStop = 64;

  void run(const std::stop_token& stop);
  void ask_while_wanted(const std::stop_token& stop);
  void ask_for(const std::string& path, std::size_t index);
  void pass(std::size_t index);  // all inputs up to this one are begun; with the mutex
  void note_ahead(std::size_t index, std::int64_t bytes);
  void note_bytes_ahead() const;  // with the mutex
  bool wanted() const;

  const std::size_t count_;
  const std::function<void(std::size_t, std::string&)> path_of_;
  DescriptorPool& pool_;
  ProfileRecorder* const profile_;

  std::atomic<bool> active_ = false;     // cold files were met of late
  std::atomic<int> cold_files_ = 0;      // that workers met one after the other, while not active
  std::atomic<int> warm_files_ = 0;      // that the threads met one after the other, while active
  std::atomic<std::size_t> latest_ = 0;  // the input begun last

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::size_t begun_ = 0;            // inputs that workers have taken
  std::size_t asked_ = 0;            // inputs that were asked for
  std::int64_t bytes_ahead_ = 0;     // asked for and not begun
  std::vector<std::int64_t> bytes_;  // of the inputs ahead, by index modulo kFiles
  std::vector<std::jthread> threads_;
};

// Asks for a range of an open file.
void ask_ahead(int descriptor, std::int64_t offset, std::int64_t bytes);

}  // namespace hilo

#endif  // HILO_READ_READ_AHEAD_H_
