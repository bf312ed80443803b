// From what the workers of a run measured to its profile.
#ifndef HILO_PROFILE_SUMMARIZE_H_
#define HILO_PROFILE_SUMMARIZE_H_

#include "hilo/profile.h"
#include "profile/recorder.h"
#include "profile/resources.h"

namespace hilo {

// When all workers have ended, at `end_ns`. `used` is what the run used. Executor, jobs, ceilings
// and verdict are left to the caller.
Profile summarize(ProfileRecorder& recorder, const Resources& used, std::int64_t end_ns);

}  // namespace hilo

#endif  // HILO_PROFILE_SUMMARIZE_H_
