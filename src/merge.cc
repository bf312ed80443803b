// hilo::merge: read the states' keys, put them in order, take out what is to be taken out, and let
// the states become rows.
//
// What is in memory is a list of keys; the states themselves are read again one by one, in the
// order of the result.

#include "hilo/merge.h"

#include <algorithm>
#include <cstddef>
#include <list>
#include <optional>
#include <tuple>
#include <utility>

#include "discover/input_list.h"
#include "discover/natural_order.h"
#include "execute/row_builder.h"
#include "expression/transform_text.h"
#include "read/descriptor_budget.h"
#include "store/run_file.h"

namespace hilo {
namespace {

// Where a record is: a number of a state and an offset in it, in one number.
constexpr int kOffsetBits = 42;
constexpr std::size_t kMostStates = std::size_t{1} << (64 - kOffsetBits);
constexpr std::int64_t kMostOffset = (std::int64_t{1} << kOffsetBits) - 1;

struct Location {
  std::size_t state;
  std::int64_t offset;
};

std::uint64_t tag_of(Location location) {
  return static_cast<std::uint64_t>(location.state) << kOffsetBits |
         static_cast<std::uint64_t>(location.offset);
}

Location location_of(std::uint64_t tag) {
  return {tag >> kOffsetBits,
          static_cast<std::int64_t>(tag & ((std::uint64_t{1} << kOffsetBits) - 1))};
}

// The states on disk, a few of them open at a time.
class States {
 public:
  explicit States(const std::vector<SavedRun>& runs)
      : runs_(runs), identities_(runs.size()), most_open_(std::max(1, descriptor_budget() / 2)) {}

  const std::string& name_of(Location location) const { return runs_[location.state].name(); }
  std::size_t size() const { return runs_.size(); }

  Result<RunSummary> read_all(std::size_t state, const RunFile::TakeRecord& take) {
    auto file = open(state);
    if (!file) return Failure(std::move(file.error()));
    return (*file)->read_all(take);
  }

  Result<void> read_at(Location location, FileOutcome& outcome) {
    auto file = open(location.state);
    if (!file) return Failure(std::move(file.error()));
    return (*file)->read_at(location.offset, outcome);
  }

 private:
  struct OpenState {
    std::size_t state;
    RunFile file;
  };

  // The state that was used last is at the front.
  Result<RunFile*> open(std::size_t state) {
    const auto found = std::find_if(open_.begin(), open_.end(),
                                    [&](const OpenState& other) { return other.state == state; });
    if (found != open_.end()) {
      open_.splice(open_.begin(), open_, found);
      return &open_.front().file;
    }
    if (open_.size() == static_cast<std::size_t>(most_open_)) open_.pop_back();
    auto file = RunFile::open(runs_[state]);
    if (!file) return Failure(std::move(file.error()));
    std::optional<FileIdentity>& identity = identities_[state];
    if (identity && !(*identity == file->identity())) {
      return failure(ErrorCode::state, "expected a file that stays as it is, found another",
                     runs_[state].name());
    }
    identity = file->identity();
    open_.push_front({state, std::move(*file)});
    return &open_.front().file;
  }

  const std::vector<SavedRun>& runs_;
  std::vector<std::optional<FileIdentity>> identities_;
  int most_open_;
  std::list<OpenState> open_;
};

// The records of some states, by key.
struct Index {
  Index(const std::vector<SavedRun>& runs, Order sorted_in) : states(runs), order(sorted_in) {}

  Result<void> read() {
    for (std::size_t state = 0; state < states.size(); ++state) {
      const auto summary =
          states.read_all(state, [&](std::int64_t offset, const FileOutcome& outcome) {
            if (offset > kMostOffset) return too_large({state, offset});
            keys.add_tagged(outcome.path, tag_of({state, offset}));
            return Result<void>();
          });
      if (!summary) return Failure(summary.error());
      if (auto same = take_transform(state, summary->transform); !same) return same;
      all_found = all_found && summary->all_found;
    }
    keys.sort(order);
    is_out.resize(keys.size());
    return {};
  }

  // All states are of the same transform.
  Result<void> take_transform(std::size_t state, const std::string& found) {
    if (!transform) transform = found;
    if (*transform == found) return {};
    return failure(ErrorCode::state,
                   "expected states of one expression, found one of " +
                       describe_transform(*transform) + " and one of " + describe_transform(found),
                   states.name_of({state, 0}));
  }

  Result<void> too_large(Location location) const {
    return failure(ErrorCode::state, "expected a state of at most 4 TiB, found a larger one",
                   states.name_of(location));
  }

  // Reads a record again, which is still that of its key.
  Result<void> read_record(std::size_t record, FileOutcome& outcome) {
    if (auto read = states.read_at(location(record), outcome); !read) return read;
    if (outcome.path == keys.key_of(record)) return {};
    return failure(ErrorCode::state, "expected a file that stays as it is, found another record",
                   states.name_of(location(record)));
  }

  // One past the last record with the key of the record at `first`.
  std::size_t end_of_key(std::size_t first) const {
    const std::string key = keys.key_of(first);
    std::size_t last = first + 1;
    while (last < keys.size() && keys.key_of(last) == key) ++last;
    return last;
  }

  Location location(std::size_t record) const { return location_of(keys.tag_of(record)); }

  std::int64_t records() const {
    return static_cast<std::int64_t>(std::count(is_out.begin(), is_out.end(), false));
  }

  States states;
  Order order;
  InputList keys;
  std::vector<bool> is_out;              // records that are not part of the result
  bool all_found = true;                 // by all runs
  std::optional<std::string> transform;  // the text of that of all states
};

// What makes two files of the same key the same file; failed ones are all alike, and so are those
// that a run that was interrupted did not come to.
using Version = std::tuple<std::int64_t, std::int64_t, std::uint64_t>;

constexpr Version kFailed = {-1, 0, 0};
constexpr Version kMissing = {-2, 0, 0};

Version version_of(const FileOutcome& outcome) {
  if (outcome.form == FileOutcome::Form::failed) return kFailed;
  if (outcome.form == FileOutcome::Form::skipped) return kMissing;
  const FileIdentity& identity = outcome.scan.identity;
  return {identity.bytes, identity.mtime_ns, identity.inode};
}

struct VersionedTag {
  Version version;
  std::uint64_t tag;

  friend auto operator<=>(const VersionedTag&, const VersionedTag&) = default;
};

Result<std::vector<VersionedTag>> versions(Index& index, std::size_t first, std::size_t last) {
  std::vector<VersionedTag> found;
  FileOutcome outcome;
  for (std::size_t record = first; record < last; ++record) {
    if (auto read = index.read_record(record, outcome); !read) {
      return Failure(std::move(read.error()));
    }
    found.push_back({version_of(outcome), index.keys.tag_of(record)});
  }
  return found;
}

// Records of one key are put in the order of their versions, which must differ. What one run did
// not come to is missing only where no other run has it.
Result<void> order_versions(Index& index, std::int64_t& repeated) {
  for (std::size_t first = 0; first < index.keys.size();) {
    const std::size_t last = index.end_of_key(first);
    if (last - first > 1) {
      auto found = versions(index, first, last);
      if (!found) return Failure(std::move(found.error()));
      std::sort(found->begin(), found->end());
      std::size_t kept = 0;
      for (std::size_t i = 0; i < found->size(); ++i) {
        const VersionedTag& version = (*found)[i];
        index.keys.set_tag(first + i, version.tag);
        // These come first, so that any other follows.
        index.is_out[first + i] = version.version == kMissing && i + 1 < found->size();
        kept += index.is_out[first + i] ? 0 : 1;
        if (index.is_out[first + i] || i == 0 || version.version != (*found)[i - 1].version) {
          continue;
        }
        return failure(ErrorCode::state,
                       "expected states of different files, found " + index.keys.key_of(first) +
                           " in " + index.states.name_of(location_of((*found)[i - 1].tag)) +
                           " and in " + index.states.name_of(location_of(version.tag)));
      }
      repeated += kept > 1 ? 1 : 0;
    }
    first = last;
  }
  return {};
}

// Marks the records of `index` that `taken` names, all of which must be there, but for those that
// are missing in it.
Result<void> take_out(Index& index, Index& taken) {
  std::size_t at = 0;
  for (std::size_t first = 0; first < taken.keys.size();) {
    const std::size_t last = taken.end_of_key(first);
    const std::string sort_key = taken.keys.sort_key_of(first, taken.order);
    while (at < index.keys.size() &&
           natural_compare(index.keys.sort_key_of(at, index.order), sort_key) < 0) {
      ++at;
    }
    const std::string key = taken.keys.key_of(first);
    const bool is_there = at < index.keys.size() && index.keys.key_of(at) == key;
    const std::size_t end = is_there ? index.end_of_key(at) : at;
    auto here = versions(index, at, end);
    if (!here) return Failure(std::move(here.error()));
    auto gone = versions(taken, first, last);
    if (!gone) return Failure(std::move(gone.error()));
    for (const VersionedTag& version : *gone) {
      const auto found = std::find_if(
          here->begin(), here->end(),
          [&](const VersionedTag& candidate) { return candidate.version == version.version; });
      if (found != here->end()) {
        index.is_out[at + static_cast<std::size_t>(found - here->begin())] = true;
      } else if (version.version != kMissing) {
        return failure(ErrorCode::state,
                       "expected a file of the states, found " + key +
                           ", which none of them holds" + (here->empty() ? "" : " as it was then"),
                       taken.states.name_of(location_of(version.tag)));
      }
    }
    first = last;
  }
  return {};
}

Result<void> check(const std::vector<SavedRun>& states, const MergeOptions& options) {
  if (states.empty()) return failure(ErrorCode::usage, "expected at least one state, found none");
  if (states.size() > kMostStates || options.subtract.size() > kMostStates) {
    return failure(ErrorCode::usage, "expected at most " + std::to_string(kMostStates) + " states");
  }
  if (options.ddof < 0) {
    return failure(ErrorCode::usage, "expected ddof >= 0, found " + std::to_string(options.ddof));
  }
  if (options.nan_policy == NanPolicy::raise) {
    return failure(ErrorCode::usage, "expected the NaN policy propagate or omit, found raise");
  }
  return {};
}

}  // namespace

Result<StatsResult> merge(const std::vector<SavedRun>& states, const MergeOptions& options) {
  if (auto checked = check(states, options); !checked) return Failure(std::move(checked.error()));

  // Which files, in which order. Everything is checked before the first row is written.
  const Order order = options.by == GroupBy::directory ? Order::by_directory : Order::natural;
  Index index(states, order);
  Index taken(options.subtract, order);
  std::int64_t repeated = 0;
  std::int64_t repeated_taken = 0;
  for (auto [each, count] : {std::pair(&index, &repeated), std::pair(&taken, &repeated_taken)}) {
    each->transform = index.transform;
    if (auto read = each->read(); !read) return Failure(std::move(read.error()));
    if (auto ordered = order_versions(*each, *count); !ordered) {
      return Failure(std::move(ordered.error()));
    }
  }
  if (auto out = take_out(index, taken); !out) return Failure(std::move(out.error()));

  const TransformLines transform = *read_transform_text(*index.transform);
  auto saved = RunSaver::open(options.save, options.save_bytes, *index.transform);
  if (!saved) return Failure(std::move(saved.error()));

  // States become rows.
  StatsOptions row_options;
  row_options.by = options.by;
  row_options.ddof = options.ddof;
  row_options.nan_policy = options.nan_policy;
  row_options.on_row = options.on_row;
  row_options.transform.expr = transform.expr;
  RowBuilder rows(index.keys, row_options);
  rows.set_files_found(index.records());
  bool stopped = false;
  FileOutcome outcome;
  for (std::size_t record = 0; record < index.keys.size(); ++record) {
    stopped = options.stop != nullptr && *options.stop;
    if (stopped) break;
    if (index.is_out[record]) continue;
    if (auto read = index.read_record(record, outcome); !read) {
      return Failure(std::move(read.error()));
    }
    if (auto added = saved->add(outcome); !added) return Failure(std::move(added.error()));
    // An input that no run came to is not one that this run was stopped before.
    if (outcome.form != FileOutcome::Form::skipped && !rows.take(record, outcome)) break;
  }

  auto result = rows.finish(!stopped);
  if (!result) return result;
  result->repeated = repeated;
  result->expr = transform.expr;
  result->where = transform.where;
  result->complete = result->complete && index.all_found;
  // A part of the states does not take the place of what is there.
  if (!stopped) {
    if (auto committed = saved->commit(index.all_found); !committed) {
      return Failure(std::move(committed.error()));
    }
  }
  return result;
}

}  // namespace hilo
