#include "hilo/version.h"

namespace hilo {

std::string_view version() { return HILO_VERSION; }

}  // namespace hilo
