// Quantities in a few digits, for people.
#ifndef HILO_BASE_QUANTITY_TEXT_H_
#define HILO_BASE_QUANTITY_TEXT_H_

#include <cstdint>
#include <string>

namespace hilo {

std::string percent_text(double share);                         // "73 %"
std::string factor_text(double factor);                         // "1.71"
std::string bytes_text(double bytes);                           // "8.0 GB"
std::string rate_text(double bytes_per_second);                 // "15.1 GB/s"
std::string gigabytes_text(double bytes);                       // "15.1"
std::string count_text(std::int64_t count, const char* thing);  // "1 file", "2 files"

}  // namespace hilo

#endif  // HILO_BASE_QUANTITY_TEXT_H_
