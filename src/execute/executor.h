// What every executor does: equivalent to scanning the inputs one after the other.
//
//   for index in 0 ... inputs.size()-1:
//     take(index, the outcome of scanning inputs[index])
//
// take() is called in this order, from one thread at a time, with every index once, until it says
// no. Which thread scans what, and when, does not show.
#ifndef HILO_EXECUTE_EXECUTOR_H_
#define HILO_EXECUTE_EXECUTOR_H_

#include <cstddef>
#include <functional>
#include <string>

#include "discover/input_list.h"
#include "execute/scan.h"
#include "hilo/error.h"

namespace hilo {

// Of one input: its scan, an error, or nothing where the run was stopped first.
struct FileOutcome {
  enum class Form : std::uint8_t { scanned, failed, skipped };
  Form form = Form::skipped;
  std::string path;  // the input's key
  FileScan scan;
  Error error;               // with the path
  bool is_recalled = false;  // from an earlier run: nothing was read
};

struct Plan {
  const InputList& inputs;
  const ScanContext& context;
  int jobs = 1;
  // Fills in the outcome of an input from what an earlier run knows; false where it does not. By
  // any thread. May be empty.
  std::function<bool(FileOutcome& outcome)> recall = nullptr;
  // Takes the next outcome, and may take it apart; false ends the run.
  std::function<bool(std::size_t index, FileOutcome& outcome)> take = nullptr;
};

// On the calling thread.
void run_serial(const Plan& plan);

// On plan.jobs threads of their own, while the calling one waits.
void run_threads(const Plan& plan);

// On plan.jobs worker processes, while the calling thread talks to them. Gives how many of them
// ended before their time and were replaced. WORKER where none can be started or none works, OUTPUT
// where there is no memory to share with them; outcomes that were taken by then are as they are.
Result<std::int64_t> run_processes(const Plan& plan);

class BatchExecutor;

// On somebody else's machines. Gives the executor's own errors; outcomes that were taken by then
// are as they are.
Result<void> run_batches(const Plan& plan, BatchExecutor& executor);

}  // namespace hilo

#endif  // HILO_EXECUTE_EXECUTOR_H_
