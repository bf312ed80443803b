// Who measures, and by which clock.
#ifndef HILO_PROFILE_PROCESS_IDENTITY_H_
#define HILO_PROFILE_PROCESS_IDENTITY_H_

#include <cstdint>

namespace hilo {

struct ProcessIdentity {
  // Equal where now_ns() is of one clock: on one machine, since it was started.
  std::uint64_t clock = 0;
  // Of this process alone. Its number would not do: containers count for themselves.
  std::uint64_t process = 0;

  static ProcessIdentity own();

  friend bool operator==(const ProcessIdentity&, const ProcessIdentity&) = default;
};

}  // namespace hilo

#endif  // HILO_PROFILE_PROCESS_IDENTITY_H_
