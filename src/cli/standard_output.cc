#include "cli/standard_output.h"

#include <unistd.h>

#include "cli/exit_code.h"
#include "cli/messages.h"

namespace hilo::cli {

DescriptorSink standard_output(std::function<void()> before_write) {
  return DescriptorSink(STDOUT_FILENO, "standard output", std::move(before_write));
}

int output_failed(const Error& error, bool closed_pipe) {
  if (closed_pipe) return kExitClosedPipe;
  say(to_string(error));
  return kExitNoResult;
}

int print(std::string_view text, int success) {
  DescriptorSink sink = standard_output();
  Result<void> written = sink.write(text);
  if (written) written = sink.close();
  return written ? success : output_failed(written.error(), sink.closed_pipe());
}

}  // namespace hilo::cli
