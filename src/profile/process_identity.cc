#include "profile/process_identity.h"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <cstddef>
#include <functional>
#include <string>

#include "base/file_descriptor.h"
#include "profile/laps.h"

namespace hilo {
namespace {

std::uint64_t random_number() {
  std::uint64_t number = 0;
  const bool is_random = ::getrandom(&number, sizeof number, GRND_NONBLOCK) == sizeof number;
  return is_random ? number : static_cast<std::uint64_t>(now_ns());
}

// A random number of each start of the machine, and the namespace of its clocks, where there are
// several.
std::uint64_t clock_identity() {
  char text[128];
  const FileDescriptor file(::open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC));
  const ssize_t bytes = file.is_open() ? ::read(file.get(), text, sizeof text) : 0;
  if (bytes <= 0) return random_number();  // no clock is known to be the same
  std::string identity(text, static_cast<std::size_t>(bytes));
  const ssize_t more = ::readlink("/proc/self/ns/time", text, sizeof text);
  if (more > 0) identity.append(text, static_cast<std::size_t>(more));
  return std::hash<std::string>()(identity);
}

}  // namespace

ProcessIdentity ProcessIdentity::own() {
  static const std::uint64_t clock = clock_identity();
  static const std::uint64_t process = random_number();
  // A child of fork() has what its parent had.
  return {clock, process + static_cast<std::uint64_t>(::getpid())};
}

}  // namespace hilo
