#include "hilo/profile.h"

namespace hilo {

std::string_view stage_name(Stage stage) {
  constexpr std::string_view kNames[kStages] = {"discover", "open",  "read",   "decode",
                                                "compute",  "merge", "report", "idle"};
  return kNames[static_cast<std::size_t>(stage)];
}

}  // namespace hilo
