#include "kernel/target.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include <algorithm>
#include <atomic>
#include <cctype>
#include <iterator>

#include "hwy/highway.h"
#include "kernel/dispatch.h"

namespace hilo {
namespace {

// Positions as in dispatch.h.
constexpr std::int64_t kTargets[kDispatchTargets] = {HWY_AVX3, HWY_AVX2, HWY_SSE4, HWY_SSSE3,
                                                     HWY_STATIC_TARGET};
constexpr std::size_t kUnchosen = kDispatchTargets;

std::atomic<std::size_t> chosen[kWorks] = {kUnchosen, kUnchosen, kUnchosen};
std::atomic<std::size_t> forced = kUnchosen;

// What the machine and its operating system can run, of what Highway compiles each target for. The
// compiler's run-time library knows both, but for F16C. LZCNT came with AVX2 everywhere.
#if defined(__x86_64__)
bool has_f16c() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_F16C) != 0;
}
#endif

bool runs_here(std::int64_t target) {
  if (target == HWY_STATIC_TARGET) return true;
#if defined(__x86_64__)
  const bool ssse3 = __builtin_cpu_supports("ssse3");
  const bool sse4 = ssse3 && __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul") &&
                    __builtin_cpu_supports("aes");
  const bool avx2 = sse4 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                    has_f16c() && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  const bool avx3 = avx2 && __builtin_cpu_supports("avx512f") &&
                    __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
                    __builtin_cpu_supports("avx512bw");
  switch (target) {
    case HWY_AVX3:
      return avx3;
    case HWY_AVX2:
      return avx2;
    case HWY_SSE4:
      return sse4;
    case HWY_SSSE3:
      return ssse3;
    default:
      return false;
  }
#else
  return false;
#endif
}

bool is_usable(std::size_t index) {
  return (kTargets[index] & HWY_TARGETS) != 0 && runs_here(kTargets[index]);
}

bool suits(std::int64_t target, Work work) {
  const bool is_wide = target == HWY_AVX3 || (target == HWY_AVX2 && work == Work::tiny);
  return work == Work::much || !is_wide;
}

std::size_t best_index(Work work) {
  std::size_t index = 0;
  const auto is_it = [&] { return is_usable(index) && suits(kTargets[index], work); };
  while (index + 1 < kDispatchTargets && !is_it()) ++index;  // the last one runs everywhere
  return index;
}

std::string name_of(std::size_t index) {
  std::string name = hwy::TargetName(kTargets[index]);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name;
}

}  // namespace

std::size_t dispatch_index(Work work) {
  std::atomic<std::size_t>& place = chosen[static_cast<std::size_t>(work)];
  std::size_t index = place.load(std::memory_order_relaxed);
  if (index == kUnchosen) {
    index = best_index(work);
    place.store(index, std::memory_order_relaxed);
  }
  return index;
}

std::vector<std::string> supported_targets() {
  std::vector<std::string> names;
  for (std::size_t index = 0; index < kDispatchTargets; ++index) {
    // The static target may be one of those before it.
    if (is_usable(index) && (names.empty() || names.back() != name_of(index))) {
      names.push_back(name_of(index));
    }
  }
  return names;
}

std::string forced_target() {
  const std::size_t index = forced.load(std::memory_order_relaxed);
  return index == kUnchosen ? std::string() : name_of(index);
}

std::string current_target(Work work) { return name_of(dispatch_index(work)); }

Result<void> force_target(std::string_view name) {
  if (name.empty()) {
    std::fill(std::begin(chosen), std::end(chosen), kUnchosen);
    forced = kUnchosen;
    return {};
  }
  std::string known;
  for (std::size_t index = 0; index < kDispatchTargets; ++index) {
    if (!is_usable(index)) continue;
    if (name_of(index) == name) {
      std::fill(std::begin(chosen), std::end(chosen), index);
      forced = index;
      return {};
    }
    known += (known.empty() ? "" : ", ") + name_of(index);
  }
  return failure(ErrorCode::usage, "expected an instruction set of this machine (" + known +
                                       "), found \"" + std::string(name) + "\"");
}

}  // namespace hilo
