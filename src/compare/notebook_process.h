// Starts processes of notebook_child.h and waits for them.
#ifndef HILO_COMPARE_NOTEBOOK_PROCESS_H_
#define HILO_COMPARE_NOTEBOOK_PROCESS_H_

#include <atomic>
#include <string>
#include <vector>

#include "hilo/error.h"

namespace hilo {

struct NotebookEnd {
  std::vector<std::string> failures;  // one for each process that ended badly: "killed by SIGKILL"
  std::string report;                 // what they wrote
  bool stopped = false;               // *stop became true; they were killed
};

// The processes share the list of files. `words` are those of each, after kNotebookWord. WORKER
// where one cannot be started; none runs on then.
Result<NotebookEnd> run_notebook_processes(const std::vector<std::string>& paths,
                                           const std::vector<std::vector<std::string>>& words,
                                           const std::atomic<bool>* stop);

}  // namespace hilo

#endif  // HILO_COMPARE_NOTEBOOK_PROCESS_H_
