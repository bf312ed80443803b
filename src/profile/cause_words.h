// What is said of a cause, after its name: what was seen, with numbers, and what to do about it.
#ifndef HILO_PROFILE_CAUSE_WORDS_H_
#define HILO_PROFILE_CAUSE_WORDS_H_

#include <string>

#include "profile/run_facts.h"

namespace hilo::judging::words {

std::string nothing_read(const JudgedRun& run);
std::string short_run(const JudgedRun& run);
std::string discovery(const JudgedRun& run);
std::string cluster(const JudgedRun& run);
std::string storage(const JudgedRun& run);
std::string file_system(const JudgedRun& run);
std::string busy_cpus(const JudgedRun& run);
std::string output(const JudgedRun& run);
std::string expression(const JudgedRun& run);
std::string one_large_file(const JudgedRun& run);
std::string small_files(const JudgedRun& run);
std::string idle_workers(const JudgedRun& run);
std::string page_cache(const JudgedRun& run);
std::string compute(const JudgedRun& run);

}  // namespace hilo::judging::words

#endif  // HILO_PROFILE_CAUSE_WORDS_H_
