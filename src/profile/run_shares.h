// What the verdict compares: parts of a run's time and bytes, 0 to 1, and rates in bytes per
// second.
#ifndef HILO_PROFILE_RUN_SHARES_H_
#define HILO_PROFILE_RUN_SHARES_H_

#include <optional>

#include "profile/run_facts.h"

namespace hilo::judging {

// 0 where there is no whole.
double ratio(double part, double whole);

// ---- of all worker time, as the table of the stages has it ----

double share(const Profile& profile, Stage stage);

// Ready to go on, but without a CPU.
double ready_share(const Profile& profile);

// With the time of the workers that there could be, on a CPU each: fewer are started where there
// are fewer files.
double idle_share(const JudgedRun& run);

// ---- of the time in which workers had something to do ----

double busy_share(const Profile& profile, Stage stage);
double busy_ready_share(const Profile& profile);

// They could not go on: they waited for what they had asked the system for.
double waiting_share(const Profile& profile);

double reading_share(const Profile& profile);  // files opened and read
double around_share(const Profile& profile);   // all that is done for a file but for its contents

// ---- of the run ----

// In a stage that one thread is in at a time.
double run_share(const Profile& profile, Stage stage);

// ---- of the bytes ----

double cold_share(const Profile& profile);  // from a disk; 0 where the system does not tell
double mean_bytes(const Profile& profile);  // of a file

// ---- rates ----

double rate(const Profile& profile);
double cold_rate(const Profile& profile);  // of bytes from a disk; of all where that is not known
double rate_within(const Profile& profile, Stage stage);  // of the time in the stage

// Ceilings are of several threads at once.
std::optional<double> per_worker(const Profile& profile, const std::optional<double>& ceiling);

}  // namespace hilo::judging

#endif  // HILO_PROFILE_RUN_SHARES_H_
