#include "compare/notebook.h"

#include <sys/resource.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/system_message.h"
#include "compare/notebook_process.h"
#include "compare/plain_statistics.h"
#include "compare/stopwatch.h"
#include "compare/thread_a_file.h"

namespace hilo {
namespace {

constexpr const char* kLoop = "notebook loop";
constexpr const char* kThreadAFile = "thread a file";
constexpr const char* kLostProcesses = "lost processes";

Candidate make(const char* way, std::int64_t workers) {
  Candidate candidate;
  candidate.way = way;
  candidate.notebook = true;
  candidate.workers =
      static_cast<int>(std::min<std::int64_t>(workers, std::numeric_limits<int>::max()));
  return candidate;
}

std::string failure_of(const PlainOutcome& outcome, const std::string& path) {
  switch (outcome.failure) {
    case PlainFailure::none:
      return {};
    case PlainFailure::memory:
      return "no memory for the array of " + path;
    default:
      return "could not read " + path +
             (outcome.error_number == 0 ? "" : ": " + system_message(outcome.error_number));
  }
}

RunRecord run_loop(const std::vector<std::string>& paths, const std::atomic<bool>* stop) {
  RunRecord record;
  const Stopwatch watch;
  for (const std::string& path : paths) {
    record.stopped = stop != nullptr && stop->load(std::memory_order_relaxed);
    if (record.stopped) break;
    record.failure = failure_of(reduce_plainly(path), path);
    if (!record.failure.empty()) break;
  }
  record.times = watch.elapsed();
  return record;
}

std::int64_t descriptor_limit() {
  struct rlimit limit;
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  constexpr rlim_t kMost = 1 << 30;
  return static_cast<std::int64_t>(std::min(limit.rlim_cur, kMost));
}

// What both ways with processes have in common.
Result<NotebookEnd> run_processes_of(const std::vector<std::string>& paths,
                                     const std::vector<std::vector<std::string>>& words,
                                     const std::atomic<bool>* stop, RunRecord& record) {
  const Stopwatch watch;
  auto end = run_notebook_processes(paths, words, stop);
  record.times = watch.elapsed();
  if (!end) {
    record.failure = end.error().message;
  } else {
    record.stopped = end->stopped;
    if (!end->failures.empty()) record.failure = "its process: " + end->failures.front();
  }
  return end;
}

RunRecord run_thread_a_file(const std::vector<std::string>& paths, const std::atomic<bool>* stop) {
  RunRecord record;
  const auto end = run_processes_of(paths, {{"threads"}}, stop, record);
  if (!end || record.stopped || !record.failure.empty()) return record;
  const auto report = parse_report(end->report);
  if (!report) {
    record.failure = "its process gave no report";
    return record;
  }
  record.failure = failure_text(*report, descriptor_limit());
  if (record.failure.empty()) record.note = peak_text(*report);
  return record;
}

RunRecord run_lost_processes(const std::vector<std::string>& paths, int processes,
                             const std::atomic<bool>* stop) {
  RunRecord record;
  std::vector<std::vector<std::string>> words;
  for (int i = 0; i < processes; ++i) {
    words.push_back({"share", std::to_string(i), std::to_string(processes)});
  }
  (void)run_processes_of(paths, words, stop, record);
  if (record.failure.empty()) {
    record.failure =
        "the results are lost: a process has memory of its own, and these ended without handing "
        "anything back";
  }
  return record;
}

}  // namespace

std::vector<Candidate> notebook_candidates(std::int64_t files, int cpus) {
  return {make(kLoop, 1), make(kThreadAFile, files), make(kLostProcesses, cpus)};
}

RunRecord run_notebook_way(const Candidate& candidate, const std::vector<std::string>& paths,
                           const std::atomic<bool>* stop) {
  if (candidate.way == kLoop) return run_loop(paths, stop);
  if (candidate.way == kThreadAFile) return run_thread_a_file(paths, stop);
  return run_lost_processes(paths, candidate.workers, stop);
}

}  // namespace hilo
