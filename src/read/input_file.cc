#include "read/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <thread>
#include <utility>

#include "base/system_message.h"
#include "profile/recorder.h"

namespace hilo {
namespace {

FileIdentity identity_of(const struct stat& status) {
  FileIdentity identity;
  identity.device = status.st_dev;
  identity.inode = status.st_ino;
  identity.bytes = status.st_size;
  // Wraps around for times that are centuries away; it is only compared.
  identity.mtime_ns =
      static_cast<std::int64_t>(static_cast<std::uint64_t>(status.st_mtim.tv_sec) * 1'000'000'000 +
                                static_cast<std::uint64_t>(status.st_mtim.tv_nsec));
  return identity;
}

const char* type_name(mode_t mode) {
  if (S_ISDIR(mode)) return "a directory";
  if (S_ISFIFO(mode)) return "a FIFO";
  if (S_ISSOCK(mode)) return "a socket";
  if (S_ISCHR(mode)) return "a character device";
  if (S_ISBLK(mode)) return "a block device";
  return "something else";
}

// Other files of the process are closed again, as a rule soon: the waits add up to four seconds.
int open_patiently(const char* path) {
  constexpr auto kLongestWait = std::chrono::milliseconds(2048);
  for (auto wait = std::chrono::milliseconds(1);; wait *= 2) {
    const int descriptor = ::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    count_call(&SystemCalls::open);
    if (descriptor >= 0) {
      count_call(&SystemCalls::close);  // it will be, by its owner
      return descriptor;
    }
    if (errno == EINTR) continue;
    const bool exhausted = errno == EMFILE || errno == ENFILE;
    if (!exhausted || wait > kLongestWait) return -1;
    enter_stage(Stage::idle);
    std::this_thread::sleep_for(wait);
    enter_stage(Stage::open);
  }
}

// A path may name a socket, which open() refuses with ENXIO, or a device without a driver.
Failure open_failure(const char* path, int error_number) {
  struct stat status;
  if (error_number == ENXIO && ::stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
    return failure(ErrorCode::not_regular,
                   std::string("expected a regular file, found ") + type_name(status.st_mode));
  }
  return failure(ErrorCode::open,
                 "expected a readable file, found: " + system_message(error_number));
}

Failure no_status(int error_number) {
  return failure(ErrorCode::io,
                 "expected the file's status, found: " + system_message(error_number));
}

}  // namespace

std::optional<FileIdentity> identity_at(const char* path) {
  struct stat status;
  if (::stat(path, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return identity_of(status);
}

Result<InputFile> InputFile::open(const char* path) {
  FileDescriptor descriptor(open_patiently(path));
  if (!descriptor.is_open()) return open_failure(path, errno);
  struct stat status;
  count_call(&SystemCalls::fstat);
  if (::fstat(descriptor.get(), &status) != 0) return no_status(errno);
  if (!S_ISREG(status.st_mode)) {
    return failure(ErrorCode::not_regular,
                   std::string("expected a regular file, found ") + type_name(status.st_mode));
  }
  return InputFile(std::move(descriptor), identity_of(status));
}

InputFile InputFile::adopt(FileDescriptor descriptor, const FileIdentity& identity) {
  return InputFile(std::move(descriptor), identity);
}

Result<std::size_t> InputFile::read_at(std::uint64_t offset, std::span<std::byte> out,
                                       Warmth* warmth) const {
  std::size_t done = 0;
  Warmth found = Warmth::warm;
  // First without waiting for the disk, which tells whether the bytes are in the page cache.
  bool wait = warmth == nullptr;
  while (done < out.size()) {
    struct iovec part = {out.data() + done, out.size() - done};
    const auto at = static_cast<off_t>(offset + done);
    const ssize_t count = wait ? ::pread(descriptor(), part.iov_base, part.iov_len, at)
                               : ::preadv2(descriptor(), &part, 1, at, RWF_NOWAIT);
    count_call(&SystemCalls::read);
    if (count > 0) {
      done += static_cast<std::size_t>(count);
      continue;
    }
    if (count == 0) break;
    if (errno == EINTR) continue;
    if (!wait && (errno == EAGAIN || errno == EOPNOTSUPP || errno == ENOSYS || errno == EINVAL)) {
      found = errno == EAGAIN ? Warmth::cold : Warmth::unknown;
      wait = true;
      continue;
    }
    return failure(ErrorCode::io,
                   "expected " + std::to_string(out.size()) + " bytes at offset " +
                       std::to_string(offset) + ", found: " + system_message(errno),
                   {}, static_cast<std::int64_t>(offset + done));
  }
  if (warmth != nullptr) *warmth = found;
  return done;
}

Result<void> InputFile::check_unchanged() const {
  struct stat status;
  count_call(&SystemCalls::fstat);
  if (::fstat(descriptor(), &status) != 0) return no_status(errno);
  const FileIdentity now = identity_of(status);
  if (now == identity_) return {};
  std::string found = "another modification time";
  if (now.bytes != identity_.bytes) {
    found = std::to_string(now.bytes) + " bytes instead of " + std::to_string(identity_.bytes);
  }
  return failure(ErrorCode::changed, "expected a file that stays as it is, found " + found);
}

}  // namespace hilo
