#include "cli/result_output.h"

#include <unistd.h>

#include "cli/environment.h"
#include "cli/messages.h"
#include "cli/standard_output.h"
#include "profile/recorder.h"

namespace hilo::cli {

Result<void> TimedSink::write(std::string_view bytes) {
  enter_timed_stage(Stage::report);
  auto written = sink_.write(bytes);
  enter_stage(Stage::report);
  return written;
}

ResultOutput::ResultOutput(std::string path, bool all_or_nothing,
                           std::function<void()> before_terminal_write)
    : path_(std::move(path)),
      all_or_nothing_(all_or_nothing),
      stdout_(standard_output(to_terminal() ? std::move(before_terminal_write) : nullptr)) {}

bool ResultOutput::to_terminal() const { return path_.empty() && is_terminal(STDOUT_FILENO); }

Result<void> ResultOutput::open() {
  if (!path_.empty()) {
    Result<std::unique_ptr<OutputFile>> file = OutputFile::open(path_);
    if (!file) return tl::unexpected(file.error());
    file_ = *std::move(file);
  }
  if (all_or_nothing_ && (file_ == nullptr || file_->in_place())) {
    spool_ = std::make_unique<Spool>();
  }
  return {};
}

ByteSink& ResultOutput::destination() {
  if (file_ != nullptr) return *file_;
  return stdout_;
}

ByteSink& ResultOutput::sink() {
  if (spool_ != nullptr) return *spool_;
  if (timed_ == nullptr) timed_ = std::make_unique<TimedSink>(destination());
  return *timed_;
}

report::WriterOptions ResultOutput::writer_options(When color) const {
  report::WriterOptions options;
  options.terminal = to_terminal();
  options.color = path_.empty() ? use_color(color, STDOUT_FILENO) : color == When::always;
  if (options.terminal) {
    const TerminalSize size = terminal_size(STDOUT_FILENO);
    options.width = size.columns;
    options.height = size.lines;
    options.blocks = locale_is_utf8();
  }
  return options;
}

Result<void> ResultOutput::commit() {
  if (spool_ != nullptr) {
    Result<void> copied = spool_->copy_to(destination());
    if (!copied) return copied;
  }
  return file_ != nullptr ? file_->commit() : stdout_.close();
}

bool ResultOutput::closed_pipe() const {
  return stdout_.closed_pipe() || (file_ != nullptr && file_->closed_pipe());
}

}  // namespace hilo::cli
