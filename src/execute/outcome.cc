#include "execute/outcome.h"

namespace hilo {

FileOutcome finished_outcome(OpenArray&& array, Moments moments, NanPolicy nan_policy,
                             const std::string& path) {
  auto unchanged = array.file.check_unchanged();
  if (!unchanged) {
    unchanged.error().path = path;
    return failed_outcome(std::move(unchanged.error()));
  }
  if (auto error = nan_error(moments, nan_policy)) {
    error->path = path;
    return failed_outcome(std::move(*error));
  }
  FileOutcome outcome;
  outcome.form = FileOutcome::Form::scanned;
  outcome.scan.info = std::move(array.info);
  outcome.scan.moments = moments;
  return outcome;
}

FileOutcome scan_input(Scanner& scanner, const std::string& path, NanPolicy nan_policy) {
  auto array = scanner.open(path);
  if (!array) return failed_outcome(std::move(array.error()));
  auto moments = scanner.scan_all(*array);
  if (!moments) {
    moments.error().path = path;
    return failed_outcome(std::move(moments.error()));
  }
  if (scanner.was_stopped()) return {};
  return finished_outcome(std::move(*array), *moments, nan_policy, path);
}

}  // namespace hilo
