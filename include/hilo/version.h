#ifndef HILO_VERSION_H_
#define HILO_VERSION_H_

#include <string_view>

namespace hilo {

// "0.1.0": the version of the library that is linked.
std::string_view version();

}  // namespace hilo

#endif  // HILO_VERSION_H_
