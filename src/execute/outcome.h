// From scans to outcomes: what serial and threads share.
#ifndef HILO_EXECUTE_OUTCOME_H_
#define HILO_EXECUTE_OUTCOME_H_

#include <string>
#include <utility>

#include "execute/executor.h"

namespace hilo {

inline FileOutcome failed_outcome(Error error) {
  FileOutcome outcome;
  outcome.form = FileOutcome::Form::failed;
  outcome.error = std::move(error);
  return outcome;
}

// Of an array whose elements are in `moments`. The file is compared with what it was when it was
// opened only now, when the last byte has been read.
FileOutcome finished_outcome(OpenArray&& array, Moments moments, NanPolicy nan_policy,
                             const std::string& path);

// Opens and scans one input. The place in the budget of descriptors is the caller's.
FileOutcome scan_input(Scanner& scanner, const std::string& path, NanPolicy nan_policy);

}  // namespace hilo

#endif  // HILO_EXECUTE_OUTCOME_H_
