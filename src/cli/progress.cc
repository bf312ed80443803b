#include "cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "base/quantity_text.h"
#include "cli/descriptors.h"
#include "cli/signals.h"
#include "report/display.h"

namespace hilo::cli {
namespace {

constexpr double kMinRateSeconds = 0.05;  // before that a rate says nothing

std::string printed(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string remaining_text(const ProgressState& state, double elapsed_s) {
  if (state.files_done <= 0 || elapsed_s < kMinRateSeconds) return "ETA -";
  const double left = static_cast<double>(state.files_found - state.files_done);
  return "ETA " + duration_text(elapsed_s * left / static_cast<double>(state.files_done));
}

std::vector<std::string> progress_parts(const ProgressState& state, double elapsed_s) {
  std::vector<std::string> parts;
  parts.push_back(std::to_string(state.files_done) + "/" + std::to_string(state.files_found) +
                  " files");
  if (state.bytes_read) {
    const double bytes = static_cast<double>(*state.bytes_read);
    parts.push_back(bytes_text(bytes));
    if (elapsed_s >= kMinRateSeconds)
      parts.push_back(printed("%.2f GB/s", bytes / elapsed_s / 1e9));
  }
  if (state.files_done < state.files_found) parts.push_back(remaining_text(state, elapsed_s));
  if (state.mean && state.std) {
    parts.push_back("mean " + printed("%.6g", *state.mean) + " \u00b1 " +
                    printed("%.6g", *state.std));
  }
  return parts;
}

}  // namespace

std::string progress_line(const ProgressState& state, double elapsed_s, std::size_t width) {
  std::string line;
  for (const std::string& part : progress_parts(state, elapsed_s)) {
    const std::string longer = line.empty() ? part : line + "  " + part;
    if (report::display_width(longer) > width) break;
    line = longer;
  }
  return line;
}

std::string duration_text(double seconds) {
  constexpr double kLongest = 359999;  // 99:59:59
  const int total = static_cast<int>(std::ceil(std::min(std::max(seconds, 0.0), kLongest)));
  char text[32];
  if (total < 3600) {
    std::snprintf(text, sizeof text, "%d:%02d", total / 60, total % 60);
  } else {
    std::snprintf(text, sizeof text, "%d:%02d:%02d", total / 3600, total / 60 % 60, total % 60);
  }
  return text;
}

ProgressDisplay::ProgressDisplay(bool shown)
    : shown_(shown),
      terminal_(shown && is_terminal(STDERR_FILENO)),
      start_(Clock::now()),
      last_(start_) {}

ProgressDisplay::~ProgressDisplay() { hide(); }

double ProgressDisplay::elapsed_s() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

void ProgressDisplay::update(const ProgressState& state) {
  if (!shown_) return;
  const std::lock_guard lock(mutex_);
  const Clock::time_point now = Clock::now();
  const auto interval = terminal_ ? std::chrono::milliseconds(90) : std::chrono::milliseconds(1000);
  if (now - last_ < interval) return;
  last_ = now;
  print_line(state);
}

void ProgressDisplay::finish(const ProgressState& state) {
  if (!shown_ || terminal_) return;
  const std::lock_guard lock(mutex_);
  print_line(state);
}

void ProgressDisplay::print_line(const ProgressState& state) {
  if (!terminal_) {
    constexpr std::size_t kAnyWidth = 1000;
    (void)write_all(STDERR_FILENO, progress_line(state, elapsed_s(), kAnyWidth) + "\n");
    return;
  }
  // The last column stays free: some terminals break the line when it is written.
  const auto width = static_cast<std::size_t>(terminal_size(STDERR_FILENO).columns - 1);
  redraw(progress_line(state, elapsed_s(), width));
}

void ProgressDisplay::redraw(const std::string& line) {
  (void)write_all(STDERR_FILENO, "\r" + line + "\x1b[K");
  visible_ = true;
  set_progress_visible(true);
}

void ProgressDisplay::show(const std::string& line) {
  if (!shown_) return;
  const std::lock_guard lock(mutex_);
  if (!terminal_) {
    (void)write_all(STDERR_FILENO, line + "\n");
    return;
  }
  const auto width = static_cast<std::size_t>(terminal_size(STDERR_FILENO).columns - 1);
  redraw(report::shorten_middle(line, std::max<std::size_t>(width, 3)));
}

void ProgressDisplay::hide() {
  const std::lock_guard lock(mutex_);
  if (!visible_) return;
  (void)write_all(STDERR_FILENO, "\r\x1b[K");
  visible_ = false;
  set_progress_visible(false);
}

}  // namespace hilo::cli
