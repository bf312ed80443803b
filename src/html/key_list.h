// Very many names in little memory.
//
// Rows come in the order of their names, so a name shares its beginning with the one before: of
// "fake_files/file_1234.npy" after "fake_files/file_1233.npy" the bytes "4.npy" are new. A name is
// kept as the number of bytes shared, the number of new ones, and these; every 64th in full, so
// that one is found again in at most 64 steps. The lecture's names take 8 bytes each.
#ifndef HILO_HTML_KEY_LIST_H_
#define HILO_HTML_KEY_LIST_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hilo::html {

class KeyList {
 public:
  void add(std::string_view key);

  std::size_t size() const { return size_; }

  // `index` < size().
  std::string operator[](std::size_t index) const;

  // What all keys begin with, up to and including its last '/'; empty without one.
  std::string_view common_directory() const { return common_directory_; }

  std::size_t memory_bytes() const;

 private:
  std::string bytes_;
  std::vector<std::size_t> blocks_;  // where every 64th key begins
  std::string last_;
  std::string common_directory_;
  std::size_t size_ = 0;
};

}  // namespace hilo::html

#endif  // HILO_HTML_KEY_LIST_H_
