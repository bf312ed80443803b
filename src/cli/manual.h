// The manual page hilo(1), made from the tables of commands, flags and topics.
#ifndef HILO_CLI_MANUAL_H_
#define HILO_CLI_MANUAL_H_

#include <string>

namespace hilo::cli {

// In the language of man(7). The same text wherever and whenever it is made.
std::string manual();

}  // namespace hilo::cli

#endif  // HILO_CLI_MANUAL_H_
