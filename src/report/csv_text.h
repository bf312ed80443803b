// Fields of CSV.
#ifndef HILO_REPORT_CSV_TEXT_H_
#define HILO_REPORT_CSV_TEXT_H_

#include <string>
#include <string_view>

namespace hilo::report {

// In quotes where RFC 4180 wants them.
void append_csv_field(std::string& out, std::string_view field);

}  // namespace hilo::report

#endif  // HILO_REPORT_CSV_TEXT_H_
