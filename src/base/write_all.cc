#include "base/write_all.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

#include "base/system_message.h"

namespace hilo {

int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      pollfd ready{descriptor, POLLOUT, 0};
      (void)poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

std::string write_failure_text(std::string_view name, int error_number) {
  return "expected to write " + std::string(name) + ", found: " + system_message(error_number);
}

}  // namespace hilo
