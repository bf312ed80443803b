// Slots of fixed size, each published by an atomic: what a signal handler may look at.
#include "base/temporary_files.h"

#include <unistd.h>

#include <atomic>
#include <climits>
#include <cstdint>
#include <cstring>
#include <utility>

namespace hilo {
namespace {

enum class SlotState : std::uint8_t { free, claimed, used };

struct Slot {
  std::atomic<SlotState> state{SlotState::free};
  char path[PATH_MAX];
};

constexpr std::size_t kSlots = 4;
Slot slots[kSlots];
static_assert(std::atomic<SlotState>::is_always_lock_free);

// The number of the slot; kSlots where there is none.
std::size_t remember(const std::string& path) {
  if (path.size() >= PATH_MAX) return kSlots;
  for (std::size_t i = 0; i < kSlots; ++i) {
    SlotState expected = SlotState::free;
    if (!slots[i].state.compare_exchange_strong(expected, SlotState::claimed)) continue;
    std::memcpy(slots[i].path, path.c_str(), path.size() + 1);
    slots[i].state.store(SlotState::used);
    return i;
  }
  return kSlots;
}

}  // namespace

TemporaryName::TemporaryName(std::string path) : path_(std::move(path)), slot_(remember(path_)) {}

TemporaryName::~TemporaryName() {
  if (slot_ < kSlots) slots[slot_].state.store(SlotState::free);
}

void remove_temporary_files() {
  for (const Slot& slot : slots) {
    if (slot.state.load() == SlotState::used) ::unlink(slot.path);
  }
}

}  // namespace hilo
