// Finds the files below directories and those that match a pattern.
#ifndef HILO_DISCOVER_TREE_WALK_H_
#define HILO_DISCOVER_TREE_WALK_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "discover/glob_pattern.h"
#include "discover/input_list.h"

namespace hilo {

// Adds what it finds to a list, in no particular order. A directory that cannot be read becomes an
// input that fails. One descriptor is open at a time, however deep the tree.
class TreeWalk {
 public:
  // Parts that a pattern may have after its first wildcard.
  static constexpr std::size_t kMaxParts = 62;

  // `stop` may be null; once it is true the walk ends early.
  TreeWalk(InputList& list, const std::atomic<bool>* stop) : list_(list), stop_(stop) {}

  // Everything below the directory whose name ends in ".npy", hidden names too, but directories.
  // Links to directories below are not followed.
  void add_tree(std::string_view prefix);

  // Every file that matches; every .npy below the directories that match. A `**` at the end matches
  // files only, and no `**` follows links to directories. The pattern has at most kMaxParts parts.
  void add_matches(const GlobPattern& pattern);

 private:
  // What a directory is to be searched for, as bits: parts of the pattern that its entries are to
  // match next, kTree, kMayBeMissing.
  using States = std::uint64_t;
  static constexpr States kTree = States{1} << 63;          // add all .npy below
  static constexpr States kMayBeMissing = States{1} << 62;  // nobody has seen the directory yet

  struct Directory {
    std::uint32_t number;
    States states;
  };

  // What one entry of a directory is to be searched for, or is.
  struct Verdict {
    States if_directory = 0;  // search it for these
    States if_linked = 0;     // the same where it is a link to a directory
    bool if_file = false;     // add it
  };

  bool is_last(std::size_t part) const { return part + 1 == pattern_->parts.size(); }
  bool stopped() const { return stop_ != nullptr && stop_->load(std::memory_order_relaxed); }
  States states_from(std::size_t part) const;
  Verdict judge(States states, std::string_view name) const;
  void run();
  void visit(Directory directory);
  void read(Directory directory);
  void add_entry(Directory directory, int descriptor, const char* name, unsigned char type);
  void look_up(std::uint32_t directory, std::size_t part);
  void add_pending(std::uint32_t parent, std::string_view name, States states);
  void add_unreadable(Directory directory, int error_number);

  InputList& list_;
  const std::atomic<bool>* stop_;
  const GlobPattern* pattern_ = nullptr;
  States needs_listing_ = kTree;  // states that look at all entries of a directory
  States dots_ = 0;               // the parts "." and "..", which are in no listing
  std::vector<Directory> pending_;
  std::string path_;
};

}  // namespace hilo

#endif  // HILO_DISCOVER_TREE_WALK_H_
