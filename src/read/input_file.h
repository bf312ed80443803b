// One regular file, open for reading.
#ifndef HILO_READ_INPUT_FILE_H_
#define HILO_READ_INPUT_FILE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/file_descriptor.h"
#include "hilo/error.h"

namespace hilo {

// What tells that a file is still the one that was opened.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t bytes = 0;
  std::int64_t mtime_ns = 0;  // since the epoch

  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

// Of the regular file at a path; none where there is no such file.
std::optional<FileIdentity> identity_at(const char* path);

// Whether the bytes were in the page cache, so that reading them did not wait for the disk.
enum class Warmth : std::uint8_t { warm, cold, unknown };

// Errors come without a path; the caller knows it.
class InputFile {
 public:
  // OPEN where the system refuses, NOT_REGULAR for anything but a regular file. Never blocks on a
  // FIFO. Where the process is out of descriptors, waits up to some seconds for one.
  static Result<InputFile> open(const char* path);

  // One that another process has opened, and found to have this identity.
  static InputFile adopt(FileDescriptor descriptor, const FileIdentity& identity);

  const FileIdentity& identity() const { return identity_; }
  int descriptor() const { return descriptor_.get(); }

  // Fills `out` from `offset` on; fewer bytes only at the end of the file. IO with the offset where
  // reading fails. `warmth` may be null.
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out, Warmth* warmth) const;

  // CHANGED where the file's size, time or identity is not what it was when it was opened.
  Result<void> check_unchanged() const;

 private:
  InputFile(FileDescriptor descriptor, const FileIdentity& identity)
      : descriptor_(std::move(descriptor)), identity_(identity) {}

  FileDescriptor descriptor_;
  FileIdentity identity_;
};

}  // namespace hilo

#endif  // HILO_READ_INPUT_FILE_H_
