// How the time of a worker is booked: by stage, and two kinds of time that no stage has.
#ifndef HILO_PROFILE_LAPS_H_
#define HILO_PROFILE_LAPS_H_

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "hilo/profile.h"

namespace hilo {

// The lap of a stage has the stage's number.
constexpr std::size_t lap_of(Stage stage) { return static_cast<std::size_t>(stage); }

// Files so short that reading the clock between their stages would cost too much are timed as a
// whole; what stages they had is taken from those that were timed in detail.
inline constexpr std::size_t kUnmeasured = kStages;
// The thread waits for the workers it has started, and is no worker meanwhile.
inline constexpr std::size_t kAway = kStages + 1;
inline constexpr std::size_t kLaps = kStages + 2;

using LapNs = std::array<std::int64_t, kLaps>;

// Of a clock that all processes of a machine share (CLOCK_MONOTONIC).
inline std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace hilo

#endif  // HILO_PROFILE_LAPS_H_
