// The lecture's way to reduce 10,000 files at once: a thread for each, all started before the first
// is waited for.
//
// How it fails is up to the machine. Threads that wait for a disk, or for a CPU, each hold an open
// file and an array, so that descriptors run out ("Too many open files"), threads ("Resource
// temporarily unavailable"), or memory. So that the machine outlives that, this is for a process
// that does nothing else, arrays get no more than a share of the memory that is free, and there
// are no more than kMostThreads.
#ifndef HILO_COMPARE_THREAD_A_FILE_H_
#define HILO_COMPARE_THREAD_A_FILE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hilo {

struct ThreadAFileReport {
  static constexpr std::int64_t kMostThreads = 20'000;  // alive at the same time

  std::int64_t files = 0;
  std::int64_t reduced = 0;
  std::int64_t started = 0;       // threads
  std::int64_t most_alive = 0;    // threads at the same time
  std::int64_t most_open = 0;     // files at the same time
  std::int64_t not_opened = 0;    // files that could not be opened,
  std::int64_t open_error = 0;    // and the error number of the first
  std::int64_t no_memory = 0;     // files without memory for their array,
  std::int64_t memory_bytes = 0;  // of which there were so many for all
  std::int64_t not_read = 0;      // files that were opened and are not arrays, or no more
  std::int64_t start_error = 0;   // why a thread could not be started, after which none was
  bool too_many = false;          // kMostThreads were alive, after which none was started
};

std::string to_text(const ThreadAFileReport& report);
std::optional<ThreadAFileReport> parse_report(std::string_view text);

// `memory_bytes` is what all arrays may take at the same time.
ThreadAFileReport start_a_thread_a_file(const std::vector<std::string>& paths,
                                        std::int64_t memory_bytes);

// A quarter of the memory that is free, as far as the system tells.
std::int64_t memory_for_arrays();

// What went wrong, and how far it was from it: "9000 of 10000 files: Too many open files, ...".
// Empty where nothing did.
std::string failure_text(const ThreadAFileReport& report, std::int64_t descriptor_limit);

// "at most 312 threads and 300 open files at the same time"
std::string peak_text(const ThreadAFileReport& report);

}  // namespace hilo

#endif  // HILO_COMPARE_THREAD_A_FILE_H_
