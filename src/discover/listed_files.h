// Tells which of many names are regular files from one listing of their directory.
#ifndef HILO_DISCOVER_LISTED_FILES_H_
#define HILO_DISCOVER_LISTED_FILES_H_

#include <span>
#include <string>
#include <vector>

namespace hilo {

// How many of the paths, from the first on, name an entry of one and the same directory.
std::size_t count_in_one_directory(std::span<const std::string> paths);

// For paths in one directory, whether each is known to be a regular file. `false` says nothing: of
// links, of directories that cannot be read, and of directories with far more entries than paths.
std::vector<bool> find_listed_files(std::span<const std::string> paths);

}  // namespace hilo

#endif  // HILO_DISCOVER_LISTED_FILES_H_
