#include "discover/input_list.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <span>

#include "base/system_message.h"
#include "discover/lexical_path.h"
#include "discover/natural_sort.h"

namespace hilo {
namespace {

// Small enough that one file costs little, large enough that a million files need few.
constexpr std::size_t kBlockBytes = std::size_t{1} << 16;

std::uint32_t directory_number(const char* record) {
  std::uint32_t number;
  std::memcpy(&number, record, sizeof number);
  return number;
}

const char* name_of(const char* record) { return record + sizeof(std::uint32_t); }

std::string_view without_slash(std::string_view prefix) {
  if (prefix.empty()) return ".";
  return prefix.size() == 1 ? prefix : prefix.substr(0, prefix.size() - 1);
}

}  // namespace

char* InputList::store(std::string_view head, std::string_view text) {
  const std::size_t bytes = head.size() + text.size() + 1;
  if (bytes > free_bytes_) {
    free_bytes_ = std::max(bytes, kBlockBytes);
    blocks_.emplace_back(new char[free_bytes_]);
    free_ = blocks_.back().get();
    arena_bytes_ += free_bytes_;
  }
  char* const record = free_;
  *std::copy(text.begin(), text.end(), std::copy(head.begin(), head.end(), record)) = '\0';
  free_ += bytes;
  free_bytes_ -= bytes;
  return record;
}

std::uint32_t InputList::add_directory(std::string_view prefix) {
  directories_.push_back(store({}, prefix));
  return static_cast<std::uint32_t>(directories_.size() - 1);
}

void InputList::add(std::uint32_t directory, std::string_view name) {
  char head[sizeof directory];
  std::memcpy(head, &directory, sizeof directory);
  records_.push_back(store({head, sizeof head}, name));
}

std::pair<std::uint32_t, std::string_view> InputList::cut(std::string_view key) {
  const std::size_t prefix_bytes = key.rfind('/') + 1;  // npos + 1 is 0
  const std::string_view prefix = key.substr(0, prefix_bytes);
  if (directories_.empty() || directories_.back() != prefix) add_directory(prefix);
  return {static_cast<std::uint32_t>(directories_.size() - 1), key.substr(prefix_bytes)};
}

void InputList::add(std::string_view key) {
  const auto [directory, name] = cut(key);
  add(directory, name);
}

void InputList::add_tagged(std::string_view key, std::uint64_t tag) {
  const auto [directory, name] = cut(key);
  char head[sizeof tag + sizeof directory];
  std::memcpy(head, &tag, sizeof tag);
  std::memcpy(head + sizeof tag, &directory, sizeof directory);
  records_.push_back(store({head, sizeof head}, name) + sizeof tag);
}

std::uint64_t InputList::tag_of(std::size_t index) const {
  std::uint64_t tag;
  std::memcpy(&tag, records_[index] - sizeof tag, sizeof tag);
  return tag;
}

void InputList::set_tag(std::size_t index, std::uint64_t tag) {
  // The arena is the list's own.
  std::memcpy(const_cast<char*>(records_[index]) - sizeof tag, &tag, sizeof tag);
}

void InputList::add_unreadable(std::string_view key, int error_number) {
  add(key);
  unreadable_.emplace(records_.back(), error_number);
}

void InputList::write_key(const char* record, std::string& key) const {
  key.assign(directories_[directory_number(record)]);
  key.append(name_of(record));
}

// A zero byte orders below every byte of a path, so that the first key is compared before the
// second. "x" and "./x" have the same directory and name: their prefixes tell them apart.
void InputList::write_sort_key(const char* record, Order order, std::string& key) const {
  if (order == Order::natural) return write_key(record, key);
  const char* const prefix = directories_[directory_number(record)];
  key.assign(without_slash(prefix));
  key.push_back('\0');
  key.append(name_of(record));
  key.push_back('\0');
  key.append(prefix);
}

void InputList::sort(Order order, std::size_t first) {
  natural_sort(std::span(records_).subspan(first),
               [&](const char* record, std::string& key) { write_sort_key(record, order, key); });
}

// A directory is the same with and without a slash at its end.
void InputList::write_normal_path(const char* record, std::string& key, std::string& normal) const {
  write_key(record, key);
  if (unreadable_.contains(record)) key.push_back('/');
  normalise_path(key, normal);
}

// Sorts hashes rather than paths; equal hashes are compared as paths, the first naming first.
void InputList::remove_repeated() {
  struct Item {
    std::size_t hash;
    std::size_t index;
  };
  std::vector<Item> items(records_.size());
  std::string key, path, other_path;
  for (std::size_t i = 0; i < items.size(); ++i) {
    write_normal_path(records_[i], key, path);
    items[i] = {std::hash<std::string>()(path), i};
  }
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.index < b.index;
  });
  for (std::size_t i = 1, first = 0; i < items.size(); ++i) {
    if (items[i].hash != items[first].hash) first = i;
    for (std::size_t j = first; j < i; ++j) {
      if (records_[items[j].index] == nullptr) continue;
      write_normal_path(records_[items[j].index], key, path);
      write_normal_path(records_[items[i].index], key, other_path);
      if (path != other_path) continue;
      records_[items[i].index] = nullptr;
      break;
    }
  }
  std::erase(records_, nullptr);
}

std::string InputList::key_of(std::size_t index) const {
  std::string key;
  write_key(records_[index], key);
  return key;
}

void InputList::key_of(std::size_t index, std::string& key) const {
  write_key(records_[index], key);
}

std::string InputList::sort_key_of(std::size_t index, Order order) const {
  std::string key;
  write_sort_key(records_[index], order, key);
  return key;
}

std::string_view InputList::directory_of(std::size_t index) const {
  return without_slash(directories_[directory_number(records_[index])]);
}

std::optional<Error> InputList::error_of(std::size_t index) const {
  if (unreadable_.empty()) return std::nullopt;
  const auto found = unreadable_.find(records_[index]);
  if (found == unreadable_.end()) return std::nullopt;
  return Error{ErrorCode::open,
               "expected a readable directory, found: " + system_message(found->second),
               key_of(index)};
}

std::size_t InputList::bytes() const {
  return arena_bytes_ + blocks_.capacity() * sizeof blocks_[0] +
         (directories_.capacity() + records_.capacity()) * sizeof records_[0] +
         unreadable_.size() * 40;
}

}  // namespace hilo
