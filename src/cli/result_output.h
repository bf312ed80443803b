// Where the result of a run goes: standard output or the file of -o, kept back where a failure
// must leave nothing behind.
#ifndef HILO_CLI_RESULT_OUTPUT_H_
#define HILO_CLI_RESULT_OUTPUT_H_

#include <functional>
#include <memory>
#include <string>

#include "base/byte_sink.h"
#include "base/output_file.h"
#include "cli/arguments.h"
#include "cli/descriptors.h"
#include "cli/spool.h"
#include "report/writer.h"

namespace hilo::cli {

// Where a worker writes, it waits for whoever reads.
class TimedSink : public ByteSink {
 public:
  explicit TimedSink(ByteSink& sink) : sink_(sink) {}
  Result<void> write(std::string_view bytes) override;

 private:
  ByteSink& sink_;
};

class ResultOutput {
 public:
  // `path` is empty for standard output. With `all_or_nothing` no byte is seen before commit().
  // `before_terminal_write` is called where the result is about to be written to a terminal.
  ResultOutput(std::string path, bool all_or_nothing, std::function<void()> before_terminal_write);

  // As OutputFile::open.
  Result<void> open();

  ByteSink& sink();

  // How the sink's bytes are going to be looked at.
  report::WriterOptions writer_options(When color) const;

  // The result is whole: makes it appear, and checks that it was written.
  Result<void> commit();

  bool closed_pipe() const;

 private:
  bool to_terminal() const;
  ByteSink& destination();

  std::string path_;
  bool all_or_nothing_;
  DescriptorSink stdout_;
  std::unique_ptr<OutputFile> file_;
  std::unique_ptr<TimedSink> timed_;
  std::unique_ptr<Spool> spool_;
};

}  // namespace hilo::cli

#endif  // HILO_CLI_RESULT_OUTPUT_H_
