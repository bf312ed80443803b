#include "discover/discover.h"

#include <sys/stat.h>

#include <span>

#include "discover/glob_pattern.h"
#include "discover/lexical_path.h"
#include "discover/listed_files.h"
#include "discover/tree_walk.h"

namespace hilo {
namespace {

constexpr std::size_t kManyNames = 16;

// More than any system takes; what is longer is no name.
constexpr std::size_t kMostPathBytes = std::size_t{1} << 16;

class Discovery {
 public:
  Discovery(std::size_t inputs, const std::atomic<bool>* stop)
      : stop_(stop), walk_(list_, stop), may_repeat_(inputs > 1) {}

  // Adds inputs in one directory. With many of them, it is cheaper to list it than to ask for each.
  Result<void> add_all(std::span<std::string> inputs) {
    std::vector<bool> is_file(inputs.size());
    if (inputs.size() >= kManyNames) is_file = find_listed_files(inputs);
    for (std::size_t i = 0; i < inputs.size() && !stopped(); ++i) {
      // A list of a million names is not held twice.
      const std::string input = std::move(inputs[i]);
      if (is_file[i] && input.find('\0') == std::string::npos) {
        list_.add(with_single_slashes(input));
      } else if (const auto added = add_one(input); !added) {
        return added;
      }
    }
    return {};
  }

  Result<void> add_one(const std::string& input) {
    if (input.empty()) return failure(ErrorCode::usage, "expected a path, found an empty one");
    if (input.find('\0') != std::string::npos) {
      return failure(ErrorCode::usage, "expected a path, found one with a zero byte");
    }
    if (input.size() > kMostPathBytes) {
      return failure(ErrorCode::usage, "expected a path of at most " +
                                           std::to_string(kMostPathBytes) + " bytes, found " +
                                           std::to_string(input.size()));
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

  InputList finish(Order order) {
    if (may_repeat_) list_.remove_repeated();
    list_.sort(order);
    return std::move(list_);
  }

 private:
  bool stopped() const { return stop_ != nullptr && stop_->load(std::memory_order_relaxed); }

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
    if (pattern.has_dots) {
      // "*/../x" finds a file under several keys, in whatever order the system lists them; sorted,
      // the same one is the first on every machine.
      list_.sort(Order::natural, size_before);
      may_repeat_ = true;
    }
    return expect_more_than(size_before, "nothing matches the pattern", path);
  }

  Result<void> expect_more_than(std::size_t size_before, std::string complaint,
                                const std::string& path) const {
    if (list_.size() > size_before || stopped()) return {};
    return failure(ErrorCode::usage, std::move(complaint) + " '" + path + "'");
  }

  const std::atomic<bool>* stop_;
  InputList list_;
  TreeWalk walk_;
  bool may_repeat_;
};

}  // namespace

Result<InputList> discover(std::vector<std::string> inputs, Order order,
                           const std::atomic<bool>* stop) {
  if (inputs.empty()) return failure(ErrorCode::usage, "expected an input, found none");
  Discovery discovery(inputs.size(), stop);
  for (std::span<std::string> rest(inputs); !rest.empty();) {
    const std::size_t count = count_in_one_directory(rest);
    if (const auto added = discovery.add_all(rest.first(count)); !added)
      return Failure(added.error());
    rest = rest.subspan(count);
  }
  inputs = std::vector<std::string>();
  return discovery.finish(order);
}

}  // namespace hilo
