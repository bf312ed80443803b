#include "html/key_list.h"

#include <algorithm>

namespace hilo::html {
namespace {

constexpr std::size_t kBlock = 64;

// Seven bits a byte, the lowest first; the highest bit says that more follow.
void append_size(std::string& out, std::size_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

std::size_t take_size(std::string_view& bytes) {
  std::size_t value = 0;
  for (int shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::size_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
}

std::size_t shared_bytes(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                                  a.begin());
}

std::string_view directory_of(std::string_view path) { return path.substr(0, path.rfind('/') + 1); }

}  // namespace

void KeyList::add(std::string_view key) {
  const bool begins_block = size_ % kBlock == 0;
  if (begins_block) blocks_.push_back(bytes_.size());
  const std::size_t shared = begins_block ? 0 : shared_bytes(last_, key);
  append_size(bytes_, shared);
  append_size(bytes_, key.size() - shared);
  bytes_ += key.substr(shared);
  if (size_ == 0) {
    common_directory_ = directory_of(key);
  } else {
    common_directory_.resize(shared_bytes(common_directory_, key));
    common_directory_.resize(directory_of(common_directory_).size());
  }
  last_ = key;
  ++size_;
}

std::string KeyList::operator[](std::size_t index) const {
  std::string_view rest = std::string_view(bytes_).substr(blocks_[index / kBlock]);
  std::string key;
  for (std::size_t i = 0; i <= index % kBlock; ++i) {
    key.resize(take_size(rest));
    const std::size_t more = take_size(rest);
    key += rest.substr(0, more);
    rest.remove_prefix(more);
  }
  return key;
}

std::size_t KeyList::memory_bytes() const {
  return bytes_.capacity() + blocks_.capacity() * sizeof(std::size_t) + last_.capacity();
}

}  // namespace hilo::html
