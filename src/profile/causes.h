// When a cause explains a run. The order in which they are looked at is that of verdict.h: each may
// rely on those before it not being the cause. The thresholds are in causes.cc, each with its
// reason.
#ifndef HILO_PROFILE_CAUSES_H_
#define HILO_PROFILE_CAUSES_H_

#include "profile/run_facts.h"

namespace hilo::judging {

bool is_nothing_read(const JudgedRun& run);
bool is_short_run(const JudgedRun& run);
bool is_discovery(const JudgedRun& run);
bool is_cluster(const JudgedRun& run);

// Workers wait for reads: of a disk, or of a file system that has none here.
bool is_storage(const JudgedRun& run);
bool is_file_system(const JudgedRun& run);

bool is_very_busy_cpus(const JudgedRun& run);
bool is_output(const JudgedRun& run);
bool is_expression(const JudgedRun& run);
bool is_one_large_file(const JudgedRun& run);
bool is_small_files(const JudgedRun& run);
bool is_idle_workers(const JudgedRun& run);
bool is_busy_cpus(const JudgedRun& run);
bool is_page_cache(const JudgedRun& run);
bool is_anything(const JudgedRun& run);

// ---- what the words ask, too ----

// Whether workers wait for what they have asked for, or have nothing to do, for a part of the time
// that is worth a word.
bool has_waiting_workers(const Profile& profile);
bool has_idle_workers(const Profile& profile);

bool has_small_files(const Profile& profile);

}  // namespace hilo::judging

#endif  // HILO_PROFILE_CAUSES_H_
