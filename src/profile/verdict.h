// What limits a run: one sentence from its profile.
//
// The causes are looked at in an order, and the first that explains the run is named:
//
//   nothing read      no file had to be opened, or none gave a byte
//   short run         it ended before anything could be told
//   discovery         finding the files takes most of the run
//   cluster           its workers wait for it to start, or for files, most of the time
//   storage           workers wait for bytes that come from a disk
//   file system       workers wait for reads, though no disk is seen: a network or user-space
//                     file system, or one that is throttled
//   busy CPUs         for most of the time, other programs have the CPUs
//   output            writing rows and states takes most of the run
//   expression        evaluating what --expr and --where say takes most of the time
//   one large file    one file holds most of the bytes
//   small files       opening, closing and reporting files takes longer than what is in them
//   idle workers      there is less work than workers
//   busy CPUs         workers wait for a CPU that other workers or programs have, for a part of it
//   page cache        reading from memory takes longest, as it must
//   compute           adding up takes longest
//
// Finding files and writing rows are done by one thread at a time, so their time is compared with
// that of the run; all else with the time in which workers were not idle. The thresholds are in
// verdict.cc, each with its reason.
#ifndef HILO_PROFILE_VERDICT_H_
#define HILO_PROFILE_VERDICT_H_

#include <cstdint>
#include <string>

#include "hilo/profile.h"

namespace hilo {

// What the verdict needs to know beside the profile.
struct RunFacts {
  std::string transform;     // what is computed of elements, for people; empty for nothing
  std::string largest_file;  // the key of the largest that was read
  std::int64_t largest_bytes = 0;
  bool was_split = false;      // the largest file, among the workers
  bool has_batches = false;    // the workers are somebody else's: StatsOptions::batches
  bool wanted_serial = false;  // by name, so that more jobs alone change nothing
  int cpus = 1;                // that the process may use
  std::string file_system;     // of the largest file: "ext4"; empty where that is not known
};

// The part of the workers' time, where they were not idle, in which they could not go on: they
// waited for what they had asked the system for. 0 to 1.
double waiting_share(const Profile& profile);

// Whether workers wait for reads: of a disk, or of a file system that has none here.
bool waits_for_disk(const Profile& profile, const RunFacts& facts);
bool waits_for_file_system(const Profile& profile, const RunFacts& facts);

// Fills in profile.cause and profile.verdict; the rest of the profile is complete.
void judge(Profile& profile, const RunFacts& facts);

}  // namespace hilo

#endif  // HILO_PROFILE_VERDICT_H_
