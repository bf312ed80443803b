#include "discover/files_from.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/system_message.h"

namespace hilo {
namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 16;

// Standard input stays open.
class ListFile {
 public:
  explicit ListFile(const std::string& list)
      : standard_input_(list == "-"),
        descriptor_(standard_input_ ? STDIN_FILENO : open(list.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ListFile(const ListFile&) = delete;
  ListFile& operator=(const ListFile&) = delete;
  ~ListFile() {
    if (is_open() && !standard_input_) close(descriptor_);
  }

  bool is_open() const { return descriptor_ >= 0; }

  // Bytes read, 0 at the end, -1 with errno: EINTR where it is to stop.
  ssize_t read_some(char* buffer, std::size_t bytes, const std::atomic<bool>* stop) const {
    while (true) {
      if (stop != nullptr && stop->load(std::memory_order_relaxed)) return errno = EINTR, -1;
      const ssize_t count = ::read(descriptor_, buffer, bytes);
      if (count >= 0 || errno != EINTR) return count;
    }
  }

 private:
  bool standard_input_;
  int descriptor_;
};

}  // namespace

void NameSplitter::add(std::string_view bytes) {
  for (std::size_t end; (end = bytes.find(separator_)) != std::string_view::npos;) {
    if (partial_.empty()) {
      add_name(bytes.substr(0, end));
    } else {
      add_name(partial_.append(bytes.substr(0, end)));
      partial_.clear();
    }
    bytes.remove_prefix(end + 1);
    ++lines_;
  }
  partial_.append(bytes);
}

void NameSplitter::add_name(std::string_view name) {
  lines_with_return_ += name.ends_with('\r');
  if (!name.empty()) names_.emplace_back(name);
}

std::vector<std::string> NameSplitter::finish() {
  const std::size_t ended_with_return = lines_with_return_;
  add_name(partial_);
  partial_.clear();
  if (separator_ == '\n' && lines_ > 0 && ended_with_return == lines_) {
    for (std::string& name : names_) {
      if (name.ends_with('\r')) name.pop_back();
    }
    std::erase(names_, "");
  }
  return std::move(names_);
}

Result<std::vector<std::string>> read_files_from(const std::string& list, Separator separator,
                                                 const std::atomic<bool>* stop) {
  const ListFile file(list);
  const std::string name = list == "-" ? "standard input" : list;
  if (!file.is_open()) {
    return failure(ErrorCode::usage, "cannot open the list of files: " + system_message(errno),
                   name);
  }
  NameSplitter splitter(separator);
  std::vector<char> buffer(kReadBytes);
  for (ssize_t count; (count = file.read_some(buffer.data(), buffer.size(), stop)) != 0;) {
    if (count < 0) {
      const ErrorCode code = errno == EISDIR ? ErrorCode::usage : ErrorCode::io;
      return failure(code, "cannot read the list of files: " + system_message(errno), name);
    }
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
    if (separator == Separator::newline && bytes.find('\0') != std::string_view::npos) {
      return failure(ErrorCode::usage,
                     "expected one name a line, found a zero byte: is the list NUL-separated?",
                     name);
    }
    splitter.add(bytes);
  }
  std::vector<std::string> names = splitter.finish();
  if (names.empty()) return failure(ErrorCode::usage, "the list of files names no input", name);
  return names;
}

}  // namespace hilo
