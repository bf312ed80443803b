#include "execute/outcome.h"

namespace hilo {

bool begin(FileOutcome& outcome, const Plan& plan, std::size_t index) {
  outcome.form = FileOutcome::Form::skipped;
  outcome.scan.moments = {};
  plan.inputs.key_of(index, outcome.path);
  if (auto error = plan.inputs.error_of(index)) {
    fail(outcome, std::move(*error));
    return false;
  }
  // Also of a run that was stopped: what it saves holds all that the earlier one knew.
  if (plan.recall) enter_stage(Stage::open);
  outcome.is_recalled = plan.recall && plan.recall(outcome);
  if (outcome.is_recalled) return false;
  return !plan.context.stopped();
}

void fail(FileOutcome& outcome, Error error) {
  outcome.form = FileOutcome::Form::failed;
  outcome.error = std::move(error);
  outcome.error.path = outcome.path;
}

void finish(FileOutcome& outcome, OpenArray&& opened, NanPolicy nan_policy) {
  enter_stage(Stage::open);
  OpenArray array = std::move(opened);
  if (auto unchanged = array.file.check_unchanged(); !unchanged) {
    return fail(outcome, std::move(unchanged.error()));
  }
  if (auto error = nan_error(outcome.scan.moments, nan_policy)) {
    return fail(outcome, std::move(*error));
  }
  outcome.form = FileOutcome::Form::scanned;
  outcome.scan.info = std::move(array.info);
  outcome.scan.identity = array.file.identity();
}

void scan_opened(Scanner& scanner, OpenArray&& array, NanPolicy nan_policy, FileOutcome& outcome) {
  auto scanned = scanner.scan_all(array, outcome.scan.moments);
  if (!scanned) return fail(outcome, std::move(scanned.error()));
  if (scanner.was_stopped()) return;
  finish(outcome, std::move(array), nan_policy);
}

void scan_input(Scanner& scanner, NanPolicy nan_policy, FileOutcome& outcome) {
  auto array = scanner.open(outcome.path);
  if (!array) return fail(outcome, std::move(array.error()));
  scan_opened(scanner, std::move(*array), nan_policy, outcome);
}

}  // namespace hilo
