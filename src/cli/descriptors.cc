#include "cli/descriptors.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>

namespace hilo::cli {

void occupy_standard_descriptors() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) == -1 && errno == EBADF) {
      // The lowest free number is this one. Read-only: to write to it stays an error.
      if (open("/dev/null", O_RDONLY) == -1) return;
    }
  }
}

bool is_terminal(int descriptor) { return isatty(descriptor) == 1; }

TerminalSize terminal_size(int descriptor) {
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_col, size.ws_row};
}

Result<void> DescriptorSink::fail(int error_number) {
  closed_pipe_ = closed_pipe_ || error_number == EPIPE;
  return failure(ErrorCode::output, write_failure_text(name_, error_number));
}

Result<void> DescriptorSink::write(std::string_view bytes) {
  if (before_write_) before_write_();
  const int error_number = write_all(descriptor_, bytes);
  if (error_number != 0) return fail(error_number);
  return {};
}

Result<void> DescriptorSink::close() {
  if (::close(descriptor_) == 0 || errno == EINTR) return {};
  return fail(errno);
}

}  // namespace hilo::cli
