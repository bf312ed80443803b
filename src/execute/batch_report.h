// What was measured while a batch was scanned somewhere: it comes after the batch's outcomes.
//
// Clocks of different machines do not agree. So times are since the batch began, and the batch is
// taken to have ended when its answer came: by the time that the answer was on its way, all is
// shown too late.
#ifndef HILO_EXECUTE_BATCH_REPORT_H_
#define HILO_EXECUTE_BATCH_REPORT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "profile/recorder.h"
#include "profile/worker_report.h"

namespace hilo {

// Of one worker.
struct BatchReport {
  std::int64_t batch_ns = 0;  // how long the batch took
  std::int64_t begin_ns = 0;  // of the worker
  WorkerReport worker;
};

// All that `profile` has of a batch, each report as a frame. Inputs of spans are those of the
// batch.
void append_batch_reports(ProfileRecorder& profile, std::string& out);

bool read_batch_report(std::string_view message, BatchReport& report);

// Puts reports of batches one after the other, as those of workers that are as many as there were
// at a time.
class MeasuredSlots {
 public:
  explicit MeasuredSlots(ProfileRecorder* profile) : profile_(profile) {}

  // An answer came, with these reports of its workers; `inputs` are the numbers of the batch's.
  void add(const std::vector<BatchReport>& reports, const std::vector<std::size_t>& inputs);
  void end();  // no more will come

 private:
  WorkerRecord& free_at(std::int64_t begin_ns);

  ProfileRecorder* profile_;
  std::vector<WorkerRecord*> slots_;
};

}  // namespace hilo

#endif  // HILO_EXECUTE_BATCH_REPORT_H_
