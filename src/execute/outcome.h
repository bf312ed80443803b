// From scans to outcomes: what all executors share.
#ifndef HILO_EXECUTE_OUTCOME_H_
#define HILO_EXECUTE_OUTCOME_H_

#include <string>
#include <utility>

#include "execute/executor.h"

namespace hilo {

// Makes `outcome` that of an input that nothing was done for yet; its memory is used again. False
// where it needs no scan: the input is known to fail, the plan recalls it, or the run was stopped.
bool begin(FileOutcome& outcome, const Plan& plan, std::size_t index);

// Makes it a failure.
void fail(FileOutcome& outcome, Error error);

// Of an array whose elements are in outcome.scan.moments. The file is compared with what it was
// when it was opened only now, when the last byte has been read, and then closed.
void finish(FileOutcome& outcome, OpenArray&& array, NanPolicy nan_policy);

// Scans what a scanner has opened last.
void scan_opened(Scanner& scanner, OpenArray&& array, NanPolicy nan_policy, FileOutcome& outcome);

// Opens and scans the input of an outcome that has begun. The place in the budget of descriptors is
// the caller's.
void scan_input(Scanner& scanner, NanPolicy nan_policy, FileOutcome& outcome);

}  // namespace hilo

#endif  // HILO_EXECUTE_OUTCOME_H_
