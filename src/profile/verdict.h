// What limits a run: one sentence from its profile.
//
// The causes are looked at in an order, and the first that explains the run is named:
//
//   short run         it ended before anything could be told
//   discovery         finding the files takes most of the time
//   storage           workers wait for bytes that come from a disk
//   file system       workers wait for reads, though no disk is seen: a network or user-space
//                     file system, or one that is throttled
//   expression        computing what --expr and --where say takes most of the time
//   one large file    one file holds most of the bytes
//   small files       opening, closing and reporting files takes longer than what is in them
//   output            writing rows and states
//   busy CPUs         workers wait for a CPU that other workers or programs have
//   idle workers      there is less work than workers
//   page cache        reading from memory takes longest, as it must
//   compute           adding up takes longest
//
// The thresholds are in verdict.cc, each with its reason.
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
  bool was_split = false;    // the largest file, among the workers
  bool has_batches = false;  // the workers are somebody else's: StatsOptions::batches
  int cpus = 1;              // that the process may use
  std::string file_system;   // of the first file: "ext4"; empty where that is not known
};

// The part of the workers' time in which they were not idle, but could not go on either: they
// waited for what they had asked the system for. 0 to 1.
double waiting_share(const Profile& profile);

// Whether it is worth to measure cold reading: bytes came from a disk, or were waited for.
bool waits_for_storage(const Profile& profile);

// Fills in profile.cause and profile.verdict; the rest of the profile is complete.
void judge(Profile& profile, const RunFacts& facts);

}  // namespace hilo

#endif  // HILO_PROFILE_VERDICT_H_
