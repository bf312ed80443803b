// What the system says about an error number.
#ifndef HILO_BASE_SYSTEM_MESSAGE_H_
#define HILO_BASE_SYSTEM_MESSAGE_H_

#include <string>
#include <system_error>

namespace hilo {

// "No such file or directory". By any thread, unlike strerror().
inline std::string system_message(int error_number) {
  return std::generic_category().message(error_number);
}

}  // namespace hilo

#endif  // HILO_BASE_SYSTEM_MESSAGE_H_
