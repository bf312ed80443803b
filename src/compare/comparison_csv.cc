// A row a candidate. What is absent is empty.
#include <algorithm>
#include <optional>
#include <string>

#include "base/number_text.h"
#include "compare/comparison_writer.h"
#include "report/csv_text.h"

namespace hilo {
namespace {

constexpr const char* kHeader =
    "way,workers,cold,notebook,rounds,user_s,system_s,wall_s,wall_min_s,wall_max_s,"
    "bytes_per_second,speedup,efficiency,ceiling_share,failure\n";

void append(std::string& out, double value) {
  out += ',';
  append_number(out, value);
}

void append(std::string& out, const std::optional<double>& value) {
  out += ',';
  if (value) append_number(out, *value);
}

void append(std::string& out, bool value) { out += value ? ",true" : ",false"; }

void append_row(std::string& out, const Candidate& candidate) {
  report::append_csv_field(out, candidate.way);
  out += ',';
  append_integer(out, candidate.workers);
  append(out, candidate.cold);
  append(out, candidate.notebook);
  out += ',';
  append_integer(out, static_cast<std::int64_t>(candidate.rounds.size()));
  const auto [least, most] =
      std::minmax_element(candidate.rounds.begin(), candidate.rounds.end(),
                          [](const RunTimes& a, const RunTimes& b) { return a.wall_s < b.wall_s; });
  if (candidate.rounds.empty()) {
    out += ",,,,,";
  } else {
    append(out, candidate.median.user_s);
    append(out, candidate.median.system_s);
    append(out, candidate.median.wall_s);
    append(out, least->wall_s);
    append(out, most->wall_s);
  }
  const bool has_rate = candidate.bytes_per_second > 0;
  append(out, has_rate ? std::optional(candidate.bytes_per_second) : std::nullopt);
  append(out, candidate.speedup);
  append(out, candidate.efficiency);
  append(out, candidate.ceiling_share);
  out += ',';
  report::append_csv_field(out, candidate.failure);
  out += '\n';
}

}  // namespace

std::string comparison_csv(const Comparison& comparison) {
  std::string out = kHeader;
  for (const Candidate& candidate : comparison.candidates) append_row(out, candidate);
  return out;
}

}  // namespace hilo
