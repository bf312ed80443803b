#include "execute/row_builder.h"

#include <algorithm>
#include <utility>

#include "discover/natural_order.h"
#include "profile/recorder.h"
#include "statistic/moments.h"

namespace hilo {
namespace {

bool computes_values(const Transform& transform) {
  return !transform.expr.empty() || transform.function.function != nullptr;
}

}  // namespace

Result<void> Group::add(const FileScan& scan) {
  if (auto merged = moments.merge(scan.moments); !merged) return merged;
  ++files;
  integral = integral && !is_floating(scan.info.dtype.kind);
  return {};
}

Summary Group::finalize(const StatsOptions& options) const {
  return hilo::finalize(moments.state(), {options.ddof, options.nan_policy},
                        integral && !computes_values(options.transform));
}

RowBuilder::RowBuilder(const InputList& inputs, const StatsOptions& options)
    : inputs_(inputs), options_(options) {
  result_.files.found = static_cast<std::int64_t>(inputs.size());
}

bool RowBuilder::take(std::size_t index, FileOutcome& outcome) {
  switch (outcome.form) {
    case FileOutcome::Form::scanned:
      include(index, outcome);
      break;
    case FileOutcome::Form::failed:
      fail(std::move(outcome.error));
      break;
    case FileOutcome::Form::skipped:
      result_.stopped = true;
      break;
  }
  return !ended_by_;
}

void RowBuilder::include(std::size_t index, FileOutcome& outcome) {
  FileScan& scan = outcome.scan;
  Result<void> added;
  {
    const std::lock_guard lock(mutex_);
    added = total_.add(scan);
    if (added) ++done_;
  }
  if (!added) {
    added.error().path = std::move(outcome.path);
    return fail(std::move(added.error()));
  }
  ++result_.files.included;
  if (options_.by == GroupBy::file) {
    row_.key.swap(outcome.path);
    row_.files = 1;
    row_.dtype = scan.info.dtype;
    row_.shape = std::move(scan.info.shape);
    const bool integral =
        !is_floating(scan.info.dtype.kind) && !computes_values(options_.transform);
    row_.summary =
        hilo::finalize(scan.moments.state(), {options_.ddof, options_.nan_policy}, integral);
    return emit(row_);
  }
  if (options_.by == GroupBy::directory) {
    const std::string_view directory = inputs_.directory_of(index);
    if (group_open_ && directory != group_key_) end_group();
    if (!group_open_) begin_group(std::string(directory));
  } else if (!group_open_) {
    begin_group("all");
  }
  // Fits, as the total does.
  (void)group_.add(scan);
}

void RowBuilder::begin_group(std::string key) {
  group_ = {};
  group_key_ = std::move(key);
  group_open_ = true;
}

void RowBuilder::end_group() {
  Row row;
  row.key = std::move(group_key_);
  row.files = group_.files;
  row.summary = group_.finalize(options_);
  group_open_ = false;
  emit(row);
}

void RowBuilder::emit(Row& row) {
  if (!options_.on_row) {
    result_.groups.push_back(std::move(row));
    return;
  }
  enter_stage(Stage::report);
  if (auto taken = options_.on_row(std::move(row)); !taken) ended_by_ = std::move(taken.error());
  enter_stage(Stage::merge);
}

void RowBuilder::fail(Error error) {
  {
    const std::lock_guard lock(mutex_);
    ++done_;
  }
  ++result_.files.failed;
  if (options_.on_error == OnError::fail) {
    ended_by_ = std::move(error);
  } else {
    result_.errors.push_back(std::move(error));
  }
}

Progress RowBuilder::progress() const {
  Progress progress;
  progress.files_found = static_cast<std::int64_t>(inputs_.size());
  Group total;
  {
    const std::lock_guard lock(mutex_);
    progress.files_done = done_;
    total = total_;
  }
  progress.total = total.finalize(options_);
  return progress;
}

Result<StatsResult> RowBuilder::finish(bool all_found) {
  if (group_open_ && !ended_by_) end_group();
  if (ended_by_) return Failure(std::move(*ended_by_));
  if (options_.by == GroupBy::directory) {
    // The inputs came by directory; errors are listed in the order of their paths.
    std::stable_sort(
        result_.errors.begin(), result_.errors.end(),
        [](const Error& a, const Error& b) { return natural_compare(a.path, b.path) < 0; });
  }
  result_.total = total_.finalize(options_);
  result_.stopped = result_.stopped || !all_found;
  result_.complete = result_.files.included == result_.files.found && !result_.stopped;
  return std::move(result_);
}

}  // namespace hilo
