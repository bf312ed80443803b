// Quantities for people: rounded, with their units.
#ifndef HILO_BASE_QUANTITY_TEXT_H_
#define HILO_BASE_QUANTITY_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace hilo {

std::string bytes_text(double bytes);            // "512 B", "8.0 GB"
std::string rate_text(double bytes_per_second);  // three digits: "1.24 GB/s"
std::string share_text(double share);            // of 1: "91 %", "0.4 %", "0 %"
std::string count_text(std::int64_t count);      // "1,234,567"
std::string gigabytes_text(double bytes);        // three digits, without the unit: "15.1", "0.0187"
std::string factor_text(double factor);          // "1.71"

// "1 file", "2,000 files".
std::string count_text(std::int64_t count, std::string_view thing);

// Three digits, and parts from a minute on, as IPython's %%time has them: "2.26 ms", "85 ms",
// "1.5 s", "1min 25s"; but where that says "1e+03 ms" this says "1 s".
std::string seconds_text(double seconds);

}  // namespace hilo

#endif  // HILO_BASE_QUANTITY_TEXT_H_
