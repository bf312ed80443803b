// What an earlier run knows of files that are still as they were.
#ifndef HILO_STORE_EARLIER_RUN_H_
#define HILO_STORE_EARLIER_RUN_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "execute/executor.h"
#include "hilo/error.h"
#include "hilo/saved_run.h"
#include "store/run_file.h"

namespace hilo {

// Memory: 16 bytes a file. The states stay on disk.
class EarlierRun {
 public:
  // Errors as of RunFile, and STATE where its states are of another transform.
  static Result<EarlierRun> open(const SavedRun& earlier, std::string_view transform = {});

  // Fills in the outcome whose path is set, where the earlier run included that path, and the file
  // there has the size, time and inode that it had. By any thread.
  bool recall(FileOutcome& outcome);

  std::int64_t recalled() const { return recalled_; }

  // Files that it included and that nobody has asked for.
  std::int64_t left_over() const { return static_cast<std::int64_t>(entries_.size()) - asked_for_; }

 private:
  struct Entry {
    std::size_t hash;  // of the key
    std::int64_t offset;
  };

  explicit EarlierRun(RunFile file) : file_(std::make_unique<RunFile>(std::move(file))) {}

  std::unique_ptr<RunFile> file_;
  std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();  // guards the file
  std::vector<Entry> entries_;                                          // by hash
  std::int64_t recalled_ = 0;                                           // likewise guarded
  std::int64_t asked_for_ = 0;                                          // likewise
};

}  // namespace hilo

#endif  // HILO_STORE_EARLIER_RUN_H_
