// The inputs of a run, in order: millions of paths in few bytes each.
#ifndef HILO_DISCOVER_INPUT_LIST_H_
#define HILO_DISCOVER_INPUT_LIST_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "hilo/error.h"

namespace hilo {

enum class Order : std::uint8_t {
  natural,       // by key
  by_directory,  // by directory, then by key: a directory's files are neighbours
};

// An input is a directory and a name; its key is the path that both make. The text of a directory
// is kept once for all inputs added under its number.
//
// Memory: 13 bytes an input and its name, 9 bytes a directory and its text; up to twice the 8 bytes
// in each while the list grows, and 16 bytes an input while it sorts or removes repetitions.
// The const functions may be called by any number of threads.
class InputList {
 public:
  // Numbers a directory. `prefix` is what stands before a name in a key: "", "/" or "a/b/".
  std::uint32_t add_directory(std::string_view prefix);

  void add(std::uint32_t directory, std::string_view name);

  // A path, cut after its last slash. Neighbours in one directory share it.
  void add(std::string_view key);

  // The same, with a number that goes where the input goes. For lists of which all inputs have one;
  // costs 8 bytes more.
  void add_tagged(std::string_view key, std::uint64_t tag);
  std::uint64_t tag_of(std::size_t index) const;
  void set_tag(std::size_t index, std::uint64_t tag);

  // An input that is known to fail: a directory that the system refused to read with
  // `error_number`.
  void add_unreadable(std::string_view key, int error_number);

  // Keeps the first of the inputs that are the same path after lexical normalisation.
  void remove_repeated();

  // Sorts the inputs from the one at `first` on.
  void sort(Order order, std::size_t first = 0);

  std::size_t size() const { return records_.size(); }

  // "a/b/x.npy"
  std::string key_of(std::size_t index) const;
  void key_of(std::size_t index, std::string& key) const;

  // What stands for the input where inputs are sorted: in natural order, these are in `order`.
  // Equal for equal keys only.
  std::string sort_key_of(std::size_t index, Order order) const;

  // The key up to its last slash: "a/b"; "." where it has none, "/" for the root. Points into the
  // list.
  std::string_view directory_of(std::size_t index) const;

  // Why the input is known to fail (OPEN, with its path); none for one that is yet to be opened.
  std::optional<Error> error_of(std::size_t index) const;

  // "a/b/", as given to add_directory().
  std::string_view prefix_of(std::uint32_t directory) const { return directories_[directory]; }

  // Memory held by the list.
  std::size_t bytes() const;

 private:
  // A key's directory, which is added if it is not that of the last key, and the name in it.
  std::pair<std::uint32_t, std::string_view> cut(std::string_view key);

  // A record in the arena: the number of its directory, then its name and a zero byte; its tag, if
  // it has one, lies before it.
  char* store(std::string_view head, std::string_view text);
  void write_key(const char* record, std::string& key) const;
  void write_sort_key(const char* record, Order order, std::string& key) const;
  void write_normal_path(const char* record, std::string& key, std::string& normal) const;

  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t arena_bytes_ = 0;
  char* free_ = nullptr;  // in the last block
  std::size_t free_bytes_ = 0;
  std::vector<const char*> directories_;  // prefixes in the arena, each with a zero byte
  std::vector<const char*> records_;
  std::unordered_map<const char*, int> unreadable_;  // record -> errno
};

}  // namespace hilo

#endif  // HILO_DISCOVER_INPUT_LIST_H_
