// Lists of inputs in files: --files-from.
#ifndef HILO_DISCOVER_FILES_FROM_H_
#define HILO_DISCOVER_FILES_FROM_H_

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "hilo/error.h"

namespace hilo {

enum class Separator : char { newline = '\n', null = '\0' };

// Cuts a stream of bytes into names. Empty names are skipped. With Separator::newline a carriage
// return is part of the name, unless every line ends with one (a list from Windows): then none is.
class NameSplitter {
 public:
  explicit NameSplitter(Separator separator) : separator_(static_cast<char>(separator)) {}

  // The next bytes, cut anywhere.
  void add(std::string_view bytes);

  // The names, after the last bytes, which need no separator at their end.
  std::vector<std::string> finish();

 private:
  void add_name(std::string_view name);

  char separator_;
  std::string partial_;  // begun, but not ended yet
  std::size_t lines_ = 0;
  std::size_t lines_with_return_ = 0;
  std::vector<std::string> names_;
};

// The names in the file `list`, "-" for standard input. They are inputs as on the command line.
// USAGE: a list that cannot be opened, names nothing, or holds zero bytes with Separator::newline.
// IO: reading failed, or *stop became true while the list was waited for. The error's path is the
// list ("standard input").
Result<std::vector<std::string>> read_files_from(const std::string& list, Separator separator,
                                                 const std::atomic<bool>* stop = nullptr);

}  // namespace hilo

#endif  // HILO_DISCOVER_FILES_FROM_H_
