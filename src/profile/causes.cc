#include "profile/causes.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "profile/run_shares.h"
#include "profile/shared_limits.h"
#include "profile/small_files.h"

namespace hilo::judging {
namespace {

// What takes half of the time is what there is to gain from.
constexpr double kMost = 0.5;
// Of the bytes, from a disk. Disks being ten times as slow as memory, or more, a run whose bytes
// come from there to a tenth may wait for it already, and does where it is seen to wait; one whose
// bytes come from there to a half does in any case.
constexpr double kColdShare = 0.1;
constexpr double kMostlyCold = 0.5;
// Of the time, in reads of files that are cold.
constexpr double kReadShare = 0.3;
// Neither idle nor able to go on. Threads that compute have some per cent of it: for locks, and
// while the system is about to let them go on.
constexpr double kWaitingShare = 0.35;
// Of the time, around the contents of small files.
constexpr double kAroundShare = 0.4;
// Smaller files are hardly split, and take milliseconds.
constexpr std::int64_t kLargeFileBytes = std::int64_t{32} << 20;
// More workers than CPUs are idle for a part of the time, as those are whose last file ends first.
constexpr double kIdleShare = 0.3;
constexpr double kReadyShare = 0.3;

bool is_remote(std::string_view file_system) {
  constexpr std::string_view kRemote[] = {"fuse", "nfs",  "cifs", "smb2",   "lustre",
                                          "gpfs", "ceph", "9p",   "beegfs", "virtiofs"};
  return std::find(std::begin(kRemote), std::end(kRemote), file_system) != std::end(kRemote);
}

// A program of this machine serves the files of a disk of it. What it has in memory, and what its
// disk does, the system does not tell.
bool is_served_from_disk(const RunFacts& facts) { return facts.file_system == "fuseblk"; }

}  // namespace

bool is_nothing_read(const JudgedRun& run) {
  return run.profile.files == 0 || run.profile.bytes == 0;
}

bool is_short_run(const JudgedRun& run) { return run.profile.wall_s < kShortRunSeconds; }

bool is_discovery(const JudgedRun& run) { return run_share(run.profile, Stage::discover) >= kMost; }

// Where there are few CPUs, who writes is held up by all others, and not they by it.
bool is_output(const JudgedRun& run) {
  return run_share(run.profile, Stage::report) * (1 - busy_ready_share(run.profile)) >= kMost;
}

bool is_one_large_file(const JudgedRun& run) {
  return run.facts.largest_bytes >= kLargeFileBytes &&
         static_cast<double>(run.facts.largest_bytes) >=
             kMost * static_cast<double>(run.profile.bytes);
}

// Too few files for so many workers are told as such; so is one large file.
bool is_cluster(const JudgedRun& run) {
  return run.facts.has_batches && share(run.profile, Stage::idle) >= kMost &&
         run.profile.files >= 2 * std::int64_t{run.profile.jobs} && !is_one_large_file(run);
}

bool is_storage(const JudgedRun& run) {
  const double cold = cold_share(run.profile);
  const bool is_waiting = has_waiting_workers(run.profile);
  const bool is_cold = cold >= kMostlyCold || (cold >= kColdShare && is_waiting) ||
                       (is_waiting && is_served_from_disk(run.facts));
  return is_cold && !is_remote(run.facts.file_system) && reading_share(run.profile) >= kReadShare;
}

// A read that finds all in memory does not wait for a file system, whatever else holds it up.
bool is_file_system(const JudgedRun& run) {
  const Profile& profile = run.profile;
  const bool is_known_to_be_warm = profile.page_cache_share && cold_share(profile) < kColdShare;
  return !is_known_to_be_warm && has_waiting_workers(profile) && reading_share(profile) >= kMost &&
         !is_storage(run);
}

bool is_expression(const JudgedRun& run) {
  return !run.facts.transform.empty() && busy_share(run.profile, Stage::compute) >= kMost;
}

bool has_waiting_workers(const Profile& profile) { return waiting_share(profile) >= kWaitingShare; }

bool has_idle_workers(const Profile& profile) { return share(profile, Stage::idle) >= kIdleShare; }

bool has_small_files(const Profile& profile) {
  return profile.files > 1 && mean_bytes(profile) < kSmallFileBytes;
}

bool is_small_files(const JudgedRun& run) {
  return has_small_files(run.profile) && around_share(run.profile) >= kAroundShare;
}

bool is_idle_workers(const JudgedRun& run) { return idle_share(run) >= kIdleShare; }

bool is_busy_cpus(const JudgedRun& run) { return ready_share(run.profile) >= kReadyShare; }

// Others have them for so long that all else counts less. More workers than CPUs do no harm. Of the
// time in which workers had something to do it would be a large part also where that time is short,
// as in a run that ends before its worker processes have started.
bool is_very_busy_cpus(const JudgedRun& run) {
  return run.profile.jobs <= run.facts.cpus && ready_share(run.profile) >= kMost;
}

bool is_page_cache(const JudgedRun& run) {
  return share(run.profile, Stage::read) >= share(run.profile, Stage::compute);
}

bool is_anything(const JudgedRun& /*run*/) { return true; }

}  // namespace hilo::judging
