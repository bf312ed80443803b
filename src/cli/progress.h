// How far a run has come, on standard error.
#ifndef HILO_CLI_PROGRESS_H_
#define HILO_CLI_PROGRESS_H_

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "base/quantity_text.h"  // bytes_text, for those who show progress
#include "hilo/summary.h"

namespace hilo::cli {

struct ProgressState {
  std::int64_t files_done = 0;
  std::int64_t files_found = 0;
  std::optional<std::int64_t> bytes_read = {};
  std::optional<double> mean = {};  // of the files done so far
  std::optional<double> std = {};
};

// "1234/10000 files  1.0 GB  4.71 GB/s  ETA 0:07  mean 1.2e-05 ± 1.00003": as many of the parts as
// fit into `width` columns, without a line end.
std::string progress_line(const ProgressState& state, double elapsed_s, std::size_t width);

// "0:07", "1:02:03".
std::string duration_text(double seconds);

// One line on a terminal, redrawn at most ten times a second; elsewhere a line a second. Calls may
// come from any thread.
class ProgressDisplay {
 public:
  explicit ProgressDisplay(bool shown);
  ~ProgressDisplay();  // hides it
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  bool shown() const { return shown_; }
  void update(const ProgressState& state);
  void show(const std::string& line);  // at once, in place of what stands there
  void hide();  // clears the line, so that another may be written; the next update redraws it

  // The last line, where lines are not redrawn.
  void finish(const ProgressState& state);

  double elapsed_s() const;

 private:
  using Clock = std::chrono::steady_clock;

  void print_line(const ProgressState& state);
  void redraw(const std::string& line);  // on a terminal

  const bool shown_;
  const bool terminal_;
  const Clock::time_point start_;
  Clock::time_point last_;
  bool visible_ = false;
  std::mutex mutex_;
};

}  // namespace hilo::cli

#endif  // HILO_CLI_PROGRESS_H_
