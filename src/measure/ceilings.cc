#include "measure/ceilings.h"

#include <algorithm>
#include <new>
#include <optional>

#include "base/cpus.h"
#include "measure/cached_reading.h"
#include "measure/kernel_rate.h"
#include "measure/memory_copy.h"

namespace hilo {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kMoment = std::chrono::milliseconds(20);
// To make the memory to be copied takes as long as so much copying.
constexpr auto kLeastCopyMoment = std::chrono::microseconds(1500);
constexpr std::size_t kMostBufferBytes = std::size_t{4} << 20;

}  // namespace

Ceilings measure_ceilings(const std::vector<std::string>& paths, int workers,
                          std::size_t chunk_bytes, const ColdWish& cold,
                          std::chrono::nanoseconds budget) {
  const std::size_t chunk = std::min(chunk_bytes, kMostBufferBytes);
  // A quarter for what has to be made before something can be measured.
  const auto moment =
      std::min<std::chrono::nanoseconds>(kMoment, budget / (cold.is_wanted ? 8 : 4));
  Ceilings ceilings;
  ceilings.workers = std::clamp(workers, 1, allowed_cpus());
  const auto where_memory_lasts = [](auto&& measure) -> std::optional<double> {
    try {
      return measure();
    } catch (const std::bad_alloc&) {
      return std::nullopt;
    }
  };
  // At first: what follows may ask for files, which a slow disk would have to bring first.
  if (cold.is_wanted) {
    const auto end = Clock::now() + budget - 3 * moment;
    ceilings.cold_reading =
        where_memory_lasts([&] { return measure_cold_reading(paths, workers, chunk, cold, end); });
  }
  ceilings.page_cache = where_memory_lasts(
      [&] { return measure_cached_reading(paths, ceilings.workers, chunk, moment); });
  ceilings.kernel = where_memory_lasts(
      [&] { return measure_kernel_rate(paths, ceilings.workers, chunk, moment); });
  if (moment >= kLeastCopyMoment) {
    ceilings.memory_copy =
        where_memory_lasts([&] { return measure_memory_copy(ceilings.workers, moment); });
  }
  return ceilings;
}

}  // namespace hilo
