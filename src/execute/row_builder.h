// From outcomes, one a file and in order, to rows and totals.
#ifndef HILO_EXECUTE_ROW_BUILDER_H_
#define HILO_EXECUTE_ROW_BUILDER_H_

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>

#include "discover/input_list.h"
#include "execute/executor.h"
#include "hilo/moments.h"
#include "hilo/stats.h"

namespace hilo {

// Files merged into one row or into the total.
struct Group {
  Moments moments;
  std::int64_t files = 0;
  bool integral = true;  // no file of floating-point values

  // OVERFLOW beyond 2^63 - 1 values; the group stays as it was.
  Result<void> add(const FileScan& scan);
  Summary finalize(const StatsOptions& options) const;
};

class RowBuilder {
 public:
  // Both must outlive it.
  RowBuilder(const InputList& inputs, const StatsOptions& options);

  // How many files the result counts as found, where that is not the number of inputs.
  void set_files_found(std::int64_t count) { result_.files.found = count; }

  // The outcome of the next input. False where the run must end.
  bool take(std::size_t index, FileOutcome& outcome);

  // Where the run stands, from any thread. bytes_read is the caller's to fill in.
  Progress progress() const;

  // After the last take(). `all_found` is false where the search for inputs was stopped.
  Result<StatsResult> finish(bool all_found);

 private:
  void include(std::size_t index, FileOutcome& outcome);
  void begin_group(std::string key);
  void end_group();
  void emit(Row& row);
  void fail(Error error);

  const InputList& inputs_;
  const StatsOptions& options_;
  StatsResult result_;
  Row row_;  // of a file; its memory is used again where on_row leaves it
  std::optional<Error> ended_by_;
  Group group_;  // of the directory, or of all
  std::string group_key_;
  bool group_open_ = false;

  mutable std::mutex mutex_;  // guards what progress() reads
  Group total_;
  std::int64_t done_ = 0;
};

}  // namespace hilo

#endif  // HILO_EXECUTE_ROW_BUILDER_H_
