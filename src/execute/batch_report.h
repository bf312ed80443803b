// What was measured while a batch was scanned somewhere: it comes after the batch's outcomes, as
// bytes for the same version of hilo.
#ifndef HILO_EXECUTE_BATCH_REPORT_H_
#define HILO_EXECUTE_BATCH_REPORT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "profile/process_identity.h"
#include "profile/recorder.h"
#include "profile/worker_report.h"

namespace hilo {

// Who measured: the same in all batches that a thread scanned.
struct BatchWorker {
  ProcessIdentity process;
  std::int64_t thread = 0;  // that the batch was given to
  WorkerRecord::Role role = WorkerRecord::Role::caller;
  std::int64_t number = 0;  // among those that it started, of this role

  friend bool operator==(const BatchWorker&, const BatchWorker&) = default;
};

// Of one worker. Times are of its machine's clock, inputs of spans are those of the batch.
struct BatchReport {
  BatchWorker worker;
  std::int64_t begin_ns = 0;
  std::int64_t made_ns = 0;  // when the answer was ready to be sent
  bool goes_on = false;      // further spans of the report before, and nothing else
  WorkerReport measured;     // at_ns: when the worker ended
};

// All that `profile` has of a batch that the calling thread has scanned, each report as a frame.
void append_batch_reports(ProfileRecorder& profile, std::string& out);

bool read_batch_report(std::string_view message, BatchReport& report);

}  // namespace hilo

#endif  // HILO_EXECUTE_BATCH_REPORT_H_
