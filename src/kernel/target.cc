#include "kernel/target.h"

#include <algorithm>
#include <cctype>

#include "hwy/highway.h"
#include "hwy/targets.h"

namespace hilo {
namespace {

std::string name_of(std::int64_t target) {
  std::string name = hwy::TargetName(target);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name;
}

// Lower bits are better targets. The static one is there even when the machine says nothing.
std::vector<std::int64_t> targets_here() {
  std::vector<std::int64_t> targets;
  const std::int64_t mask = (hwy::SupportedTargets() | HWY_STATIC_TARGET) & HWY_TARGETS;
  for (int bit = 0; bit < 63; ++bit) {
    const std::int64_t target = std::int64_t{1} << bit;
    if ((mask & target) != 0) targets.push_back(target);
  }
  return targets;
}

}  // namespace

std::vector<std::string> supported_targets() {
  std::vector<std::string> names;
  for (const std::int64_t target : targets_here()) names.push_back(name_of(target));
  return names;
}

std::string current_target() { return supported_targets().front(); }

Result<void> force_target(std::string_view name) {
  hwy::SetSupportedTargetsForTest(0);
  if (name.empty()) return {};
  std::string known;
  for (const std::int64_t target : targets_here()) {
    if (name_of(target) == name) {
      hwy::SetSupportedTargetsForTest(target);
      return {};
    }
    known += (known.empty() ? "" : ", ") + name_of(target);
  }
  return failure(ErrorCode::usage, "expected an instruction set of this machine (" + known +
                                       "), found \"" + std::string(name) + "\"");
}

}  // namespace hilo
