// What the verdict needs to know beside the profile.
#ifndef HILO_PROFILE_RUN_FACTS_H_
#define HILO_PROFILE_RUN_FACTS_H_

#include <cstdint>
#include <string>

#include "hilo/profile.h"

namespace hilo {

struct RunFacts {
  std::string transform;     // what is computed of elements, for people; empty for nothing
  std::string largest_file;  // the key of the largest that was read
  std::int64_t largest_bytes = 0;
  std::int64_t pieces = 1;     // of the largest file, that several workers can share
  bool was_split = false;      // into these, for there were several
  bool has_batches = false;    // the workers are somebody else's: StatsOptions::batches
  bool wanted_serial = false;  // by name, so that more jobs alone change nothing
  int cpus = 1;                // that the process may use
  std::string file_system;     // of the largest file: "ext4"; empty where that is not known
};

// A run whose verdict is looked for; both must outlive it.
struct JudgedRun {
  const Profile& profile;
  const RunFacts& facts;
};

}  // namespace hilo

#endif  // HILO_PROFILE_RUN_FACTS_H_
