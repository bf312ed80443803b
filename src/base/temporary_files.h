// Files that are being written under a name of their own, so that a program that has to end at once
// leaves none of them behind.
#ifndef HILO_BASE_TEMPORARY_FILES_H_
#define HILO_BASE_TEMPORARY_FILES_H_

#include <cstddef>
#include <string>

namespace hilo {

// Remembers the path of a temporary file while it lives; a few at a time, beyond that it does not.
class TemporaryName {
 public:
  explicit TemporaryName(std::string path);
  ~TemporaryName();
  TemporaryName(const TemporaryName&) = delete;
  TemporaryName& operator=(const TemporaryName&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::size_t slot_;
};

// Removes the files of all names that live. For signal handlers.
void remove_temporary_files();

}  // namespace hilo

#endif  // HILO_BASE_TEMPORARY_FILES_H_
