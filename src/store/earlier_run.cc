#include "store/earlier_run.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "execute/outcome_bytes.h"
#include "expression/transform_text.h"

namespace hilo {

Result<EarlierRun> EarlierRun::open(const SavedRun& earlier, std::string_view transform) {
  auto file = RunFile::open(earlier);
  if (!file) return Failure(std::move(file.error()));
  EarlierRun run(std::move(*file));
  const auto summary =
      run.file_->read_all([&](std::int64_t offset, const FileOutcome& outcome) -> Result<void> {
        if (outcome.form == FileOutcome::Form::scanned) {
          run.entries_.push_back({std::hash<std::string>()(outcome.path), offset});
        }
        return {};
      });
  if (!summary) return Failure(summary.error());
  if (summary->transform != transform) {
    return failure(ErrorCode::state,
                   "expected a state of " + describe_transform(transform) + ", found one of " +
                       describe_transform(summary->transform),
                   earlier.name());
  }
  std::sort(run.entries_.begin(), run.entries_.end(),
            [](const Entry& a, const Entry& b) { return a.hash < b.hash; });
  return run;
}

bool EarlierRun::recall(FileOutcome& outcome) {
  const std::size_t hash = std::hash<std::string>()(outcome.path);
  const auto [first, last] =
      std::equal_range(entries_.begin(), entries_.end(), Entry{hash, 0},
                       [](const Entry& a, const Entry& b) { return a.hash < b.hash; });
  if (first == last) return false;
  // The device is not compared: the same disk may have another number after a restart.
  const auto identity = identity_at(outcome.path.c_str());
  FileOutcome found;
  for (auto entry = first; entry != last; ++entry) {
    const std::lock_guard lock(*mutex_);
    // What cannot be read any more is computed anew.
    if (!file_->read_at(entry->offset, found) || found.path != outcome.path) continue;
    ++asked_for_;
    if (!identity || !is_same_file(*identity, found.scan.identity)) continue;
    outcome = std::move(found);
    ++recalled_;
    return true;
  }
  return false;
}

}  // namespace hilo
