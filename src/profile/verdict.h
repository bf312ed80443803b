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
// that of the run; being idle and being without a CPU with the time of all workers; all else with
// the time in which workers were not idle.
//
//   run_shares.h    the parts of the time and of the bytes that are compared
//   causes.h        when a cause explains the run, with the thresholds
//   cause_words.h   what is said of it
//   verdict.cc      the table that puts them together, in this order
#ifndef HILO_PROFILE_VERDICT_H_
#define HILO_PROFILE_VERDICT_H_

#include "hilo/profile.h"
#include "profile/run_facts.h"

namespace hilo {

// Fills in profile.cause and profile.verdict; the rest of the profile is complete.
void judge(Profile& profile, const RunFacts& facts);

}  // namespace hilo

#endif  // HILO_PROFILE_VERDICT_H_
