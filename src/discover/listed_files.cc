// A shell turns data/*.npy into thousands of names in one directory. What each of them is has to be
// known before any is read, and a stat each costs a third of what it takes to read a small file.
// The directory's listing has the types of all of them for a fraction of that.
//
// The names are put into a hash table (open addressing, at most half full, eight to sixteen bytes a
// name); each entry of the listing is looked up there. A listing is given up where it is so long
// that asking for each name would have been cheaper.
#include "discover/listed_files.h"

#include <dirent.h>

#include <bit>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "discover/directory_stream.h"

namespace hilo {
namespace {

constexpr std::size_t kEntriesPerName = 4;

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view prefix_of(std::string_view path) { return path.substr(0, path.rfind('/') + 1); }

class NameTable {
 public:
  explicit NameTable(std::span<const std::string> paths)
      : paths_(paths), slots_(std::bit_ceil(2 * paths.size()), kFree) {
    for (std::uint32_t i = 0; i < paths.size(); ++i) {
      std::size_t slot = first_slot(name_of(paths[i]));
      while (slots_[slot] != kFree && name_of(paths[slots_[slot]]) != name_of(paths[i])) {
        slot = next(slot);
      }
      if (slots_[slot] == kFree) slots_[slot] = i;
    }
  }

  // The position of the first path that has the name.
  std::optional<std::size_t> find(std::string_view name) const {
    for (std::size_t slot = first_slot(name); slots_[slot] != kFree; slot = next(slot)) {
      if (name_of(paths_[slots_[slot]]) == name) return slots_[slot];
    }
    return std::nullopt;
  }

 private:
  static constexpr std::uint32_t kFree = UINT32_MAX;

  std::size_t first_slot(std::string_view name) const {
    return std::hash<std::string_view>()(name) & (slots_.size() - 1);
  }
  std::size_t next(std::size_t slot) const { return (slot + 1) & (slots_.size() - 1); }

  std::span<const std::string> paths_;
  std::vector<std::uint32_t> slots_;
};

}  // namespace

std::size_t count_in_one_directory(std::span<const std::string> paths) {
  const std::string_view prefix = prefix_of(paths.front());
  std::size_t count = 1;
  while (count < paths.size() && prefix_of(paths[count]) == prefix) ++count;
  return count;
}

std::vector<bool> find_listed_files(std::span<const std::string> paths) {
  std::vector<bool> is_file(paths.size());
  const std::string prefix(prefix_of(paths.front()));
  const DirectoryStream stream(opendir(prefix.empty() ? "." : prefix.c_str()));
  if (!stream) return is_file;
  const NameTable table(paths);
  for (std::size_t left = kEntriesPerName * paths.size(); left > 0; --left) {
    const dirent* const entry = readdir(stream.get());
    if (entry == nullptr) break;
    if (entry->d_type != DT_REG) continue;
    if (const auto first = table.find(entry->d_name)) is_file[*first] = true;
  }
  // A name may have been given more than once.
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (!is_file[i]) is_file[i] = is_file[*table.find(name_of(paths[i]))];
  }
  return is_file;
}

}  // namespace hilo
