// Limits that the verdict of a profile and the recommendation of a comparison have in common.
#ifndef HILO_PROFILE_SHARED_LIMITS_H_
#define HILO_PROFILE_SHARED_LIMITS_H_

namespace hilo {

// The clock ticks, threads start: of runs that take less, nothing can be told.
inline constexpr double kShortRunSeconds = 0.005;

// What reaches so many times a ceiling shows that the moment in which that was measured was a bad
// one, and says nothing of what is possible.
inline constexpr double kBeyondCeiling = 1.3;

}  // namespace hilo

#endif  // HILO_PROFILE_SHARED_LIMITS_H_
