#ifndef HILO_DISCOVER_DIRECTORY_STREAM_H_
#define HILO_DISCOVER_DIRECTORY_STREAM_H_

#include <dirent.h>

#include <memory>

namespace hilo {

struct CloseDirectory {
  void operator()(DIR* stream) const { closedir(stream); }
};

// What opendir() gives, closed at the end of its scope.
using DirectoryStream = std::unique_ptr<DIR, CloseDirectory>;

}  // namespace hilo

#endif  // HILO_DISCOVER_DIRECTORY_STREAM_H_
