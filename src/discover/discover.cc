#include "discover/discover.h"

#include <sys/stat.h>

#include "discover/glob_pattern.h"
#include "discover/lexical_path.h"
#include "discover/tree_walk.h"

namespace hilo {
namespace {

class Discovery {
 public:
  explicit Discovery(const std::atomic<bool>* stop) : stop_(stop), walk_(list_, stop) {}

  Result<void> add(const std::string& input) {
    if (input.empty()) return failure(ErrorCode::usage, "expected a path, found an empty one");
    if (input.find('\0') != std::string::npos) {
      return failure(ErrorCode::usage, "expected a path, found one with a zero byte");
    }
    const std::string path = with_single_slashes(input);
    struct stat status;
    if (stat(path.c_str(), &status) == 0) {
      if (S_ISDIR(status.st_mode)) return add_directory(path);
      list_.add(path);
    } else if (lstat(path.c_str(), &status) == 0 || !has_glob_characters(path)) {
      list_.add(path);
    } else {
      return add_pattern(path);
    }
    return {};
  }

  InputList finish(bool one_input, Order order) {
    if (!one_input || patterns_ > 0) list_.remove_repeated();
    list_.sort(order);
    return std::move(list_);
  }

 private:
  Result<void> add_directory(const std::string& path) {
    const std::size_t size_before = list_.size();
    walk_.add_tree(path.ends_with('/') ? path : path + "/");
    return expect_more_than(size_before, "no .npy file below the directory", path);
  }

  Result<void> add_pattern(const std::string& path) {
    const std::size_t size_before = list_.size();
    const GlobPattern pattern(path);
    if (pattern.parts.size() > TreeWalk::kMaxParts) {
      return failure(ErrorCode::usage, "expected a pattern of at most " +
                                           std::to_string(TreeWalk::kMaxParts) + " parts, found " +
                                           std::to_string(pattern.parts.size()));
    }
    walk_.add_matches(pattern);
    ++patterns_;
    // "*/../x" finds a file under several keys, in whatever order the system lists them; sorted,
    // the same one is the first on every machine.
    if (path.find("/..") != std::string::npos) list_.sort(Order::natural, size_before);
    return expect_more_than(size_before, "nothing matches the pattern", path);
  }

  Result<void> expect_more_than(std::size_t size_before, std::string complaint,
                                const std::string& path) const {
    const bool stopped = stop_ != nullptr && stop_->load(std::memory_order_relaxed);
    if (list_.size() > size_before || stopped) return {};
    return failure(ErrorCode::usage, std::move(complaint) + " '" + path + "'");
  }

  const std::atomic<bool>* stop_;
  InputList list_;
  TreeWalk walk_;
  std::size_t patterns_ = 0;
};

}  // namespace

Result<InputList> discover(std::vector<std::string> inputs, Order order,
                           const std::atomic<bool>* stop) {
  if (inputs.empty()) return failure(ErrorCode::usage, "expected an input, found none");
  const bool one_input = inputs.size() == 1;
  Discovery discovery(stop);
  for (std::string& input : inputs) {
    if (const auto added = discovery.add(input); !added) return Failure(added.error());
    input = std::string();  // a list of a million names is not held twice
  }
  inputs = std::vector<std::string>();
  return discovery.finish(one_input, order);
}

}  // namespace hilo
