// A pattern is a small automaton: its state is the part that the next name in a path has to match,
// and `**` stays where it is or moves on. As `**` leaves more than one way open, a directory is
// searched for a set of states at once:
//
//   a/**/x_*/y.npy   from "a/":      { **, x_* }
//                    from "a/x_1/":  { **, x_*, y.npy }     the same listing serves all three
//
// So every directory is read once, however many ways lead to it. "All .npy below" is one more
// state, kTree: of a directory that is an input, or that matches the whole pattern.
//
// Directories that wait to be read are kept in a list with their sets, not on the stack and not as
// open descriptors. There are no loops to run into: only parts of the pattern lead through links,
// and each is used up by it; `**` and kTree pass links to directories by.
//
// Cost: one readdir() entry a file; a stat only for links, for file systems that give no types, and
// for parts without wildcards, which are looked up rather than searched for.
#include "discover/tree_walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <bit>
#include <cerrno>

#include "discover/directory_stream.h"

namespace hilo {
namespace {

enum class EntryKind { directory, link_to_directory, other };

// What cannot be looked at is `other`: opening it will tell why.
EntryKind kind_of(int descriptor, const char* name, unsigned char type) {
  struct stat status;
  if (type == DT_UNKNOWN) {
    if (fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return EntryKind::other;
    if (S_ISDIR(status.st_mode)) return EntryKind::directory;
    if (S_ISLNK(status.st_mode)) type = DT_LNK;
  }
  if (type == DT_DIR) return EntryKind::directory;
  if (type != DT_LNK || fstatat(descriptor, name, &status, 0) != 0) return EntryKind::other;
  return S_ISDIR(status.st_mode) ? EntryKind::link_to_directory : EntryKind::other;
}

bool is_missing(int error_number) { return error_number == ENOENT || error_number == ENOTDIR; }

bool is_dots(std::string_view name) { return name == "." || name == ".."; }

}  // namespace

void TreeWalk::add_tree(std::string_view prefix) {
  pending_.push_back({list_.add_directory(prefix), kTree});
  run();
}

void TreeWalk::add_matches(const GlobPattern& pattern) {
  pattern_ = &pattern;
  needs_listing_ = kTree;
  dots_ = 0;
  for (std::size_t i = 0; i < pattern.parts.size(); ++i) {
    const GlobPart& part = pattern.parts[i];
    if (part.kind != GlobPart::Kind::literal) needs_listing_ |= States{1} << i;
    if (is_dots(part.text)) dots_ |= States{1} << i;
  }
  pending_.push_back({list_.add_directory(pattern.base), states_from(0) | kMayBeMissing});
  run();
  pattern_ = nullptr;
}

// `**` may match no directory at all: then the part after it is next, or, in "a/**/", "a/" itself
// matches.
TreeWalk::States TreeWalk::states_from(std::size_t part) const {
  const States state = States{1} << part;
  if (pattern_->parts[part].kind != GlobPart::Kind::recursive) return state;
  if (!is_last(part)) return state | States{1} << (part + 1);
  return state | (pattern_->directories_only ? kTree : 0);
}

void TreeWalk::run() {
  while (!pending_.empty() && !stopped()) {
    const Directory directory = pending_.back();
    pending_.pop_back();
    visit(directory);
  }
  pending_.clear();
}

void TreeWalk::visit(Directory directory) {
  States to_look_up = directory.states & ~(kTree | kMayBeMissing);
  const bool several = (to_look_up & (to_look_up - 1)) != 0;
  if (several || (directory.states & needs_listing_) != 0) {
    read(directory);
    to_look_up &= dots_;
  }
  for (; to_look_up != 0; to_look_up &= to_look_up - 1) {
    look_up(directory.number, static_cast<std::size_t>(std::countr_zero(to_look_up)));
  }
}

void TreeWalk::read(Directory directory) {
  const std::string_view prefix = list_.prefix_of(directory.number);
  const DirectoryStream stream(opendir(prefix.empty() ? "." : prefix.data()));
  if (!stream) {
    const bool never_seen = (directory.states & kMayBeMissing) != 0;
    if (!never_seen || !is_missing(errno)) add_unreadable(directory, errno);
    return;
  }
  while (!stopped()) {
    errno = 0;
    const dirent* const entry = readdir(stream.get());
    if (entry == nullptr) {
      if (errno != 0) add_unreadable(directory, errno);
      break;
    }
    if (is_dots(entry->d_name)) continue;
    add_entry(directory, dirfd(stream.get()), entry->d_name, entry->d_type);
  }
}

TreeWalk::Verdict TreeWalk::judge(States states, std::string_view name) const {
  Verdict verdict;
  if ((states & kTree) != 0) {
    verdict.if_directory = kTree;
    verdict.if_file = name.ends_with(".npy");
  }
  for (States rest = states & ~(kTree | kMayBeMissing); rest != 0; rest &= rest - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(rest));
    const GlobPart& part = pattern_->parts[i];
    if (part.kind == GlobPart::Kind::recursive) {
      if (name.starts_with('.')) continue;
      verdict.if_directory |= states_from(i);
      verdict.if_file |= is_last(i) && !pattern_->directories_only;
    } else if (part.kind == GlobPart::Kind::literal ? part.text == name
                                                    : glob_match(part.text, name)) {
      const States next = is_last(i) ? kTree : states_from(i + 1);
      verdict.if_directory |= next;
      verdict.if_linked |= next;
      verdict.if_file |= is_last(i) && !pattern_->directories_only;
    }
  }
  return verdict;
}

void TreeWalk::add_entry(Directory directory, int descriptor, const char* name,
                         unsigned char type) {
  const Verdict verdict = judge(directory.states, name);
  if (verdict.if_directory == 0 && !verdict.if_file) return;
  switch (kind_of(descriptor, name, type)) {
    case EntryKind::directory:
      return add_pending(directory.number, name, verdict.if_directory);
    case EntryKind::link_to_directory:
      return add_pending(directory.number, name, verdict.if_linked);
    case EntryKind::other:
      if (verdict.if_file) list_.add(directory.number, name);
  }
}

// A part without wildcards, in a directory that need not be readable. What exists, or cannot be
// told, is an input.
void TreeWalk::look_up(std::uint32_t directory, std::size_t part) {
  const std::string& name = pattern_->parts[part].text;
  if (!is_last(part)) {
    return add_pending(directory, name, states_from(part + 1) | kMayBeMissing);
  }
  path_.assign(list_.prefix_of(directory)).append(name);
  struct stat status;
  if (lstat(path_.c_str(), &status) != 0 && is_missing(errno)) return;
  if (stat(path_.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
    add_pending(directory, name, kTree);
  } else if (!pattern_->directories_only) {
    list_.add(directory, name);
  }
}

void TreeWalk::add_pending(std::uint32_t parent, std::string_view name, States states) {
  if (states == 0) return;
  path_.assign(list_.prefix_of(parent)).append(name).append("/");
  pending_.push_back({list_.add_directory(path_), states});
}

void TreeWalk::add_unreadable(Directory directory, int error_number) {
  std::string_view prefix = list_.prefix_of(directory.number);
  if (prefix.empty()) prefix = ".";
  if (prefix.size() > 1) prefix.remove_suffix(prefix.ends_with('/'));
  list_.add_unreadable(prefix, error_number);
}

}  // namespace hilo
