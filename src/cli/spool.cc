#include "cli/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "cli/descriptors.h"

namespace hilo::cli {
namespace {

constexpr std::size_t kMemoryBytes = std::size_t{1} << 20;
constexpr std::size_t kCopyBytes = std::size_t{1} << 16;

std::string temporary_directory() {
  const char* directory = std::getenv("TMPDIR");
  return directory != nullptr && *directory != '\0' ? directory : "/tmp";
}

int open_unlinked(const std::string& directory) {
  const int descriptor = open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor != -1) return descriptor;
  std::string path = directory + "/hilo-XXXXXX";
  const int named = mkostemp(path.data(), O_CLOEXEC);
  if (named != -1) unlink(path.c_str());
  return named;
}

Failure spool_failure(int error_number) {
  return failure(ErrorCode::output,
                 write_failure_text("a temporary file in " + temporary_directory(), error_number));
}

}  // namespace

Spool::~Spool() {
  if (descriptor_ != -1) ::close(descriptor_);
}

Result<void> Spool::spill() {
  if (descriptor_ == -1) descriptor_ = open_unlinked(temporary_directory());
  if (descriptor_ == -1) return spool_failure(errno);
  const int error_number = write_all(descriptor_, memory_);
  if (error_number != 0) return spool_failure(error_number);
  file_bytes_ += static_cast<std::int64_t>(memory_.size());
  memory_.clear();
  return {};
}

Result<void> Spool::write(std::string_view bytes) {
  memory_ += bytes;
  return memory_.size() < kMemoryBytes ? Result<void>() : spill();
}

Result<void> Spool::copy_to(ByteSink& sink) {
  std::string piece(kCopyBytes, '\0');
  for (std::int64_t offset = 0; offset < file_bytes_;) {
    const ssize_t got = pread(descriptor_, piece.data(), piece.size(), offset);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return spool_failure(got < 0 ? errno : EIO);
    Result<void> written =
        sink.write(std::string_view(piece.data(), static_cast<std::size_t>(got)));
    if (!written) return written;
    offset += got;
  }
  return sink.write(memory_);
}

}  // namespace hilo::cli
