// Which instruction set the kernels run on.
#ifndef HILO_KERNEL_TARGET_H_
#define HILO_KERNEL_TARGET_H_

#include <string>
#include <string_view>
#include <vector>

#include "hilo/error.h"

namespace hilo {

// The instruction sets that the kernels are compiled for and this machine has, best first:
// "avx3" (AVX-512), "avx2", "sse4", "ssse3", and the portable fallback "emu128" or "scalar".
std::vector<std::string> supported_targets();

// The one in use.
std::string current_target();

// Forces one for the whole process; "" goes back to the best. USAGE for a name that is not
// supported here. Not while another thread computes.
Result<void> force_target(std::string_view name);

}  // namespace hilo

#endif  // HILO_KERNEL_TARGET_H_
