#include "compare/changed_files.h"

#include <cstddef>
#include <unordered_map>
#include <utility>

namespace hilo {

FileStates::FileStates(InputList inputs, const std::atomic<bool>* stop)
    : inputs_(std::move(inputs)) {
  identities_.reserve(inputs_.size());
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    if (stop != nullptr && stop->load(std::memory_order_relaxed)) break;
    identities_.push_back(identity_at(inputs_.key_of(i).c_str()));
  }
}

std::vector<std::string> FileStates::changed(const InputList& now) const {
  std::unordered_map<std::string, std::size_t> before;
  for (std::size_t i = 0; i < inputs_.size(); ++i) before.emplace(inputs_.key_of(i), i);
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < now.size(); ++i) {
    std::string path = now.key_of(i);
    const auto found = before.find(path);
    const bool is_new = found == before.end();
    const bool is_known = !is_new && found->second < identities_.size();
    if (is_new || (is_known && identity_at(path.c_str()) != identities_[found->second])) {
      paths.push_back(std::move(path));
    }
    if (!is_new) before.erase(found);
  }
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    std::string path = inputs_.key_of(i);
    if (before.contains(path)) paths.push_back(std::move(path));
  }
  return paths;
}

}  // namespace hilo
