// The directory that a data set is generated into, and files that appear there whole.
#ifndef HILO_GENERATE_DATA_DIRECTORY_H_
#define HILO_GENERATE_DATA_DIRECTORY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file_descriptor.h"
#include "hilo/error.h"

namespace hilo {

// "file_12.npy", and 12 back from it; nothing for any other name ("file_012.npy").
std::string data_file_name(std::int64_t number);
std::optional<std::int64_t> data_file_number(std::string_view name);

// Whether `name` is a temporary file of a run: ".NAME.TOKEN.tmp" of a data file or the manifest.
bool is_temporary_name(std::string_view name);

// An open directory. One run at a time fills it: while this object lives, opening it again fails.
class DataDirectory {
 public:
  // Makes the directory and its parents. USAGE where `path` is something else than a directory;
  // OUTPUT where it cannot be made or opened, or where another run is filling it.
  static Result<DataDirectory> open(const std::string& path);

  // The number of each data file, in no order. Removes the temporary files of killed runs: no other
  // run is alive. On a file system without locks nobody knows that, and they stay.
  Result<std::vector<std::int64_t>> data_files() const;

  // Whether `name` is a regular file of `bytes` bytes that begins with `prefix`.
  bool holds(const std::string& name, std::string_view prefix, std::int64_t bytes) const;

  // The first 4096 bytes of `name`; nothing where there is no such file.
  Result<std::optional<std::string>> read(const std::string& name) const;

  // A file that is not there is removed already.
  Result<void> remove(const std::string& name) const;

  // "PATH/name: OUTPUT: what: No such file or directory".
  Failure error(std::string_view name, std::string_view what, int error_number) const;

 private:
  friend class NewFile;

  FileDescriptor directory_;
  std::string path_;
  std::string token_;  // of this run, in the names of its temporary files
  bool locked_ = false;
};

// A file that is written under a temporary name and renamed when it is whole; removed where it
// never gets there. `directory` must outlive it. What a reader sees is whole whenever a process
// dies; only the machine may lose files when it loses power, because nothing waits for the disk.
class NewFile {
 public:
  static Result<NewFile> create(const DataDirectory& directory, std::string name);
  NewFile(NewFile&& other) noexcept
      : directory_(other.directory_),
        name_(std::move(other.name_)),
        temporary_(std::exchange(other.temporary_, {})),
        file_(std::move(other.file_)) {}
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();

  Result<void> append(std::span<const std::byte> bytes);

  // Closes the file and gives it its name, in place of a file that has it. Nothing may follow.
  Result<void> publish();

 private:
  NewFile(const DataDirectory& directory, std::string name, std::string temporary, int fd)
      : directory_(&directory),
        name_(std::move(name)),
        temporary_(std::move(temporary)),
        file_(fd) {}

  const DataDirectory* directory_;
  std::string name_;
  std::string temporary_;  // empty once published
  FileDescriptor file_;
};

}  // namespace hilo

#endif  // HILO_GENERATE_DATA_DIRECTORY_H_
