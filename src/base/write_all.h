// Writing to file descriptors.
#ifndef HILO_BASE_WRITE_ALL_H_
#define HILO_BASE_WRITE_ALL_H_

#include <string>
#include <string_view>

namespace hilo {

// All of `bytes`, whatever signals, pipes and non-blocking descriptors do. Gives errno, or 0.
int write_all(int descriptor, std::string_view bytes);

// "expected to write NAME, found: No space left on device".
std::string write_failure_text(std::string_view name, int error_number);

}  // namespace hilo

#endif  // HILO_BASE_WRITE_ALL_H_
