#include "base/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/write_all.h"

namespace hilo {
namespace {

Failure open_failure(const std::string& path, int error_number) {
  const bool misspelled =
      error_number == ENOENT || error_number == ENOTDIR || error_number == EISDIR;
  return failure(misspelled ? ErrorCode::usage : ErrorCode::output,
                 write_failure_text(path, error_number));
}

// /dev/stdout, where standard output is a file.
bool is_open_as(int descriptor, const struct stat& file) {
  struct stat open_file {};
  return fstat(descriptor, &open_file) == 0 && open_file.st_dev == file.st_dev &&
         open_file.st_ino == file.st_ino;
}

constexpr std::string_view kArrayMagic = "\x93NUMPY";

// Data are not to be lost by a slip of the hand.
bool begins_with(const std::string& path, std::string_view magic) {
  std::string head(magic.size(), '\0');
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor == -1) return false;
  const ssize_t count = ::pread(descriptor, head.data(), head.size(), 0);
  ::close(descriptor);
  return count == static_cast<ssize_t>(magic.size()) && head == magic;
}

// Opens a new file beside `target`, whose name is put in `temporary`. -1 with errno on failure.
int open_temporary(const std::string& target, std::string& temporary) {
  const std::string directory = target.substr(0, target.rfind('/') + 1);
  for (int attempt = 0; attempt < 1000; ++attempt) {
    temporary =
        directory + ".hilo-" + std::to_string(getpid()) + "-" + std::to_string(attempt) + ".tmp";
    const int descriptor = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor != -1 || errno != EEXIST) return descriptor;
  }
  return -1;
}

// Through signals, which may come just when the end is near.
int sync(int descriptor) {
  int synced = 0;
  do {
    synced = ::fsync(descriptor);
  } while (synced != 0 && errno == EINTR);
  return synced;
}

}  // namespace

Result<std::string> output_target(const std::string& path) {
  std::error_code error;
  std::filesystem::path target = path;
  constexpr int kMaxLinks = 40;  // as many as Linux follows
  for (int links = 0; std::filesystem::is_symlink(target, error); ++links) {
    if (links == kMaxLinks) return open_failure(path, ELOOP);
    const std::filesystem::path next = std::filesystem::read_symlink(target, error);
    if (error) return open_failure(path, error.value());
    target = target.parent_path() / next;  // an absolute one replaces it
  }
  return target.string();
}

Result<std::unique_ptr<OutputFile>> OutputFile::open(const std::string& path, Replaces replaces) {
  struct stat existing {};
  const bool exists = stat(path.c_str(), &existing) == 0;
  if (!exists && errno != ENOENT) return open_failure(path, errno);
  if (exists && S_ISDIR(existing.st_mode)) return open_failure(path, EISDIR);
  if (!exists && path.ends_with('/')) return open_failure(path, EISDIR);
  const bool is_standard_output = exists && is_open_as(STDOUT_FILENO, existing);
  if (is_standard_output || (exists && !S_ISREG(existing.st_mode))) {
    const int descriptor = is_standard_output
                               ? ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
                               : ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor == -1) return open_failure(path, errno);
    return std::unique_ptr<OutputFile>(new OutputFile(path, descriptor));
  }
  const auto kept = [&](const char* what) {
    return failure(ErrorCode::usage, "expected a file for the result, found " + std::string(what) +
                                         " " + path + ", which is kept");
  };
  if (exists && begins_with(path, kArrayMagic)) return kept("the array");
  if (exists && replaces == Replaces::no_states && begins_with(path, kStateMagic)) {
    return kept("the saved run");
  }
  const Result<std::string> target = output_target(path);
  if (!target) return tl::unexpected(target.error());
  std::string temporary;
  const int descriptor = open_temporary(*target, temporary);
  if (descriptor == -1) return open_failure(path, errno);
  std::unique_ptr<OutputFile> file(new OutputFile(path, descriptor));
  file->target_ = *target;
  file->temporary_.emplace(std::move(temporary));
  // Refused by some file systems; the file is then as new ones are there.
  if (exists) (void)fchmod(descriptor, existing.st_mode & 0777);
  return file;
}

OutputFile::~OutputFile() { discard(); }

void OutputFile::discard() {
  if (descriptor_ != -1) ::close(descriptor_);
  descriptor_ = -1;
  if (!temporary_) return;
  ::unlink(temporary_->path().c_str());
  temporary_.reset();
}

Failure OutputFile::fail(int error_number) {
  closed_pipe_ = closed_pipe_ || error_number == EPIPE;
  return failure(ErrorCode::output, write_failure_text(path_, error_number));
}

Result<void> OutputFile::write(std::string_view bytes) {
  const int error_number = write_all(descriptor_, bytes);
  if (error_number != 0) return fail(error_number);
  return {};
}

Result<void> OutputFile::commit() {
  if (!in_place() && sync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) {
    return fail(errno);
  }
  const int closed = ::close(descriptor_);
  descriptor_ = -1;
  if (closed != 0 && errno != EINTR) return fail(errno);
  if (in_place()) return {};
  if (std::rename(temporary_->path().c_str(), target_.c_str()) != 0) return fail(errno);
  temporary_.reset();
  return {};
}

}  // namespace hilo
