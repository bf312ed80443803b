// What the workers of batches measured becomes records of workers.
//
// Batches come back in any order, from threads that come and go: a worker that died is followed by
// another. So when the run has ended, batches are put in the order in which they were scanned, and
// given to as many records as there were workers at a time. A batch goes to the record that its
// thread had before, else to one that is idle then, the longest first.
//
// Times of workers on this machine are of the same clock. A clock of another machine is taken to be
// ahead of it by so much that no batch ends after its answer came: what is shown of it may be late
// by the time that the fastest answer was on its way.
#ifndef HILO_EXECUTE_BATCH_WORKERS_H_
#define HILO_EXECUTE_BATCH_WORKERS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "execute/batch_report.h"
#include "profile/recorder.h"

namespace hilo {

class BatchWorkers {
 public:
  // Nothing is done where `profile` is null.
  explicit BatchWorkers(ProfileRecorder* profile) : profile_(profile) {}

  // Batches of so many inputs in all are given out from now on, so many at a time.
  void begin(std::int64_t slots, std::size_t inputs);

  // An answer came, with these reports of its workers; `inputs` are the numbers of the batch's.
  void add(const std::vector<BatchReport>& reports, const std::vector<std::size_t>& inputs);

  // No more will come. The workers become the profile's.
  void end();

 private:
  // What one worker did for a batch.
  struct Part {
    BatchWorker worker;
    std::int64_t begin_ns = 0;
    std::int64_t end_ns = 0;
    WorkerTotals totals;
    std::uint32_t stride = 1;
    std::uint32_t first_unit = 0;  // of its spans
    std::uint32_t end_unit = 0;
  };

  struct Slot {
    WorkerRecord* record;
    BatchWorker worker;  // whose batch was the last
  };

  void keep(const BatchReport& report);
  void keep_spans(const BatchReport& report, const std::vector<std::size_t>& inputs);
  void put_in_order();
  void place(const Part& part, const std::vector<Span>& spans);
  Slot& slot_for(const Part& part);
  Slot& new_slot(const Part& part);
  void add_idle_workers();
  std::int64_t count_workers() const;
  void note_used(const Part& part);

  ProfileRecorder* profile_;
  const ProcessIdentity own_ = ProcessIdentity::own();
  std::int64_t begun_ns_ = 0;
  std::int64_t slots_expected_ = 1;  // batches at a time
  std::int64_t inputs_ = 0;
  std::int64_t workers_in_batch_ = 1;
  std::vector<Part> parts_;
  // To be added to times of a machine's clock; 0 for this machine's.
  std::map<std::uint64_t, std::int64_t> to_own_clock_ns_;
  SpanBudget budget_{ProfileRecorder::kMostEvents};
  SpanBuffer spans_{budget_};  // in units that count through all batches
  std::uint32_t next_unit_ = 0;
  std::vector<Slot> slots_;
};

}  // namespace hilo

#endif  // HILO_EXECUTE_BATCH_WORKERS_H_
