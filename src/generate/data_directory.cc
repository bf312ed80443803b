#include "generate/data_directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "base/system_message.h"
#include "generate/manifest.h"

namespace hilo {
namespace {

constexpr std::string_view kDataPrefix = "file_";
constexpr std::string_view kDataSuffix = ".npy";
constexpr std::string_view kTemporarySuffix = ".tmp";
constexpr std::size_t kLongestRead = 4096;

// Two runs never share one: a process has one id, and two runs of it differ in time.
std::string new_token() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return fmt::format("{}-{}", ::getpid(),
                     std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_token(std::string_view text) {
  const std::size_t dash = text.find('-');
  return dash != std::string_view::npos && is_number(text.substr(0, dash)) &&
         is_number(text.substr(dash + 1));
}

// Reads up to buffer.size() bytes from the start of the file; -1 and errno on failure.
ssize_t read_front(int file, std::span<char> buffer) {
  std::size_t done = 0;
  while (done < buffer.size()) {
    const ssize_t got =
        ::pread(file, buffer.data() + done, buffer.size() - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return static_cast<ssize_t>(done);
}

}  // namespace

std::string data_file_name(std::int64_t number) {
  return fmt::format("{}{}{}", kDataPrefix, number, kDataSuffix);
}

std::optional<std::int64_t> data_file_number(std::string_view name) {
  if (!name.starts_with(kDataPrefix) || !name.ends_with(kDataSuffix)) return std::nullopt;
  if (name.size() <= kDataPrefix.size() + kDataSuffix.size()) return std::nullopt;
  const std::string_view digits =
      name.substr(kDataPrefix.size(), name.size() - kDataPrefix.size() - kDataSuffix.size());
  if (!is_number(digits) || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc()) return std::nullopt;
  return number;
}

bool is_temporary_name(std::string_view name) {
  if (!name.starts_with('.') || !name.ends_with(kTemporarySuffix)) return false;
  const std::string_view inner = name.substr(1, name.size() - 1 - kTemporarySuffix.size());
  const std::size_t dot = inner.rfind('.');
  if (dot == std::string_view::npos || !is_token(inner.substr(dot + 1))) return false;
  const std::string_view target = inner.substr(0, dot);
  return target == kManifestName || data_file_number(target).has_value();
}

Failure DataDirectory::error(std::string_view name, std::string_view what, int error_number) const {
  const std::filesystem::path path =
      name.empty() ? std::filesystem::path(path_) : std::filesystem::path(path_) / name;
  return failure(ErrorCode::output, fmt::format("{}: {}", what, system_message(error_number)),
                 path.string());
}

Result<DataDirectory> DataDirectory::open(const std::string& path) {
  DataDirectory directory;
  directory.path_ = path;
  directory.token_ = new_token();
  std::error_code made;
  std::filesystem::create_directories(path, made);
  directory.directory_ = FileDescriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.directory_.is_open()) {
    const int opened = errno;
    if (opened == ENOTDIR || made == std::errc::not_a_directory) {
      return failure(ErrorCode::usage, "expected a directory, found a file", path);
    }
    return made ? directory.error("", "cannot make the directory", made.value())
                : directory.error("", "cannot open the directory", opened);
  }
  directory.locked_ = ::flock(directory.directory_.get(), LOCK_EX | LOCK_NB) == 0;
  if (!directory.locked_ && errno == EWOULDBLOCK) {
    return failure(ErrorCode::output, "another run is filling this directory", path);
  }
  return directory;
}

Result<std::vector<std::int64_t>> DataDirectory::data_files() const {
  // A descriptor of its own: reading a directory moves the position that duplicates share.
  FileDescriptor descriptor(::openat(directory_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const auto close_stream = [](DIR* stream) { ::closedir(stream); };
  const std::unique_ptr<DIR, decltype(close_stream)> stream(
      descriptor.is_open() ? ::fdopendir(descriptor.get()) : nullptr, close_stream);
  if (!stream) return error("", "cannot read the directory", errno);
  (void)descriptor.release();  // the stream's now
  std::vector<std::int64_t> numbers;
  std::vector<std::string> stale;
  for (;;) {
    errno = 0;
    const dirent* entry = ::readdir(stream.get());
    if (entry == nullptr) break;
    if (const auto number = data_file_number(entry->d_name)) {
      numbers.push_back(*number);
    } else if (is_temporary_name(entry->d_name)) {
      stale.emplace_back(entry->d_name);
    }
  }
  if (errno != 0) return error("", "cannot read the directory", errno);
  if (!locked_) return numbers;
  for (const std::string& name : stale) {
    if (auto removed = remove(name); !removed) return tl::make_unexpected(removed.error());
  }
  return numbers;
}

bool DataDirectory::holds(const std::string& name, std::string_view prefix,
                          std::int64_t bytes) const {
  // O_NONBLOCK: opening a pipe must not wait for a writer.
  const FileDescriptor file(
      ::openat(directory_.get(), name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status;
  if (!file.is_open() || ::fstat(file.get(), &status) != 0) return false;
  if (!S_ISREG(status.st_mode) || status.st_size != bytes) return false;
  std::string front(prefix.size(), '\0');
  const ssize_t got = read_front(file.get(), front);
  return got == static_cast<ssize_t>(prefix.size()) && front == prefix;
}

Result<std::optional<std::string>> DataDirectory::read(const std::string& name) const {
  const FileDescriptor file(
      ::openat(directory_.get(), name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) {
    if (errno == ENOENT) return std::nullopt;
    return error(name, "cannot open", errno);
  }
  std::string text(kLongestRead, '\0');
  const ssize_t got = read_front(file.get(), text);
  if (got < 0) return error(name, "cannot read", errno);
  text.resize(static_cast<std::size_t>(got));
  return text;
}

Result<void> DataDirectory::remove(const std::string& name) const {
  if (::unlinkat(directory_.get(), name.c_str(), 0) != 0 && errno != ENOENT) {
    return error(name, "cannot remove", errno);
  }
  return {};
}

Result<NewFile> NewFile::create(const DataDirectory& directory, std::string name) {
  std::string temporary = fmt::format(".{}.{}{}", name, directory.token_, kTemporarySuffix);
  int file = -1;
  do {
    file = ::openat(directory.directory_.get(), temporary.c_str(),
                    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (file < 0 && errno == EINTR);
  if (file < 0) return directory.error(name, "cannot create", errno);
  return NewFile(directory, std::move(name), std::move(temporary), file);
}

NewFile::~NewFile() {
  if (!temporary_.empty()) ::unlinkat(directory_->directory_.get(), temporary_.c_str(), 0);
}

Result<void> NewFile::append(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(file_.get(), bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return directory_->error(name_, "cannot write", wrote < 0 ? errno : EIO);
    bytes = bytes.subspan(static_cast<std::size_t>(wrote));
  }
  return {};
}

Result<void> NewFile::publish() {
  // Some file systems report only here that the bytes did not fit. After EINTR Linux has closed it.
  if (::close(file_.release()) != 0 && errno != EINTR) {
    return directory_->error(name_, "cannot write", errno);
  }
  const int directory = directory_->directory_.get();
  if (::renameat(directory, temporary_.c_str(), directory, name_.c_str()) != 0) {
    return directory_->error(name_, "cannot rename to it", errno);
  }
  temporary_.clear();
  return {};
}

}  // namespace hilo
