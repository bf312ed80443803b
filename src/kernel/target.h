// Which instruction set the kernels run on.
#ifndef HILO_KERNEL_TARGET_H_
#define HILO_KERNEL_TARGET_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hilo/error.h"

namespace hilo {

// How much there is to do with an array. Some processors lower their clock for a millisecond or two
// after instructions on 512 bits, and a little less after multiplications on 256. Where arrays are
// small, the system calls around them pay for that: docs/decisions/008.
enum class Work : std::uint8_t {  // most first
  much,
  little,  // not on 512 bits
  tiny,    // not on 256 bits either
};
constexpr std::size_t kWorks = 3;

constexpr Work work_of(std::size_t bytes) {
  if (bytes > std::size_t{1} << 14) return Work::much;
  return bytes > std::size_t{1} << 11 ? Work::little : Work::tiny;
}

// The instruction sets that the kernels are compiled for and this machine has, best first:
// "avx3" (AVX-512), "avx2", "sse4", "ssse3", and the portable fallback "emu128" or "scalar".
std::vector<std::string> supported_targets();

// The one in use for this much work.
std::string current_target(Work work = Work::much);

// Forces one for all work of the process; "" goes back to the best. USAGE for a name that is not
// supported here. Not while another thread computes.
Result<void> force_target(std::string_view name);

// What force_target() was given last.
std::string forced_target();

}  // namespace hilo

#endif  // HILO_KERNEL_TARGET_H_
