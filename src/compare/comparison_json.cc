// All that a comparison holds: "hilo.bench/1".
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compare/comparison_writer.h"
#include "hilo/version.h"
#include "report/json_fields.h"
#include "report/json_text.h"
#include "report/profile_json.h"

namespace hilo {
namespace {

using report::JsonFields;

void append(std::string& out, const RunTimes& times);
void append(std::string& out, const Candidate& candidate);
void append(std::string& out, const AmdahlFit& fit);
void append(std::string& out, const Ceilings& ceilings);
void append(std::string& out, const std::string& text);

// `separator` stands before each but the first, and `indent` before all.
template <typename T>
void append_list(std::string& out, const std::vector<T>& items, std::string_view separator,
                 std::string_view indent = "") {
  out += '[';
  for (const T& item : items) {
    out.append(&item == &items.front() ? "" : separator).append(indent);
    append(out, item);
  }
  out += ']';
}

void append(std::string& out, const RunTimes& times) {
  JsonFields fields(out);
  fields.add("user_s", times.user_s);
  fields.add("system_s", times.system_s);
  fields.add("wall_s", times.wall_s);
}

void append(std::string& out, const Candidate& candidate) {
  JsonFields fields(out);
  fields.add("way", candidate.way);
  fields.add("workers", std::int64_t{candidate.workers});
  fields.add_bool("cold", candidate.cold);
  fields.add_bool("notebook", candidate.notebook);
  append_list(fields.name("rounds"), candidate.rounds, ", ");
  append(fields.name("median"), candidate.median);
  const bool has_rate = candidate.bytes_per_second > 0;
  fields.add("bytes_per_second",
             has_rate ? std::optional(candidate.bytes_per_second) : std::nullopt);
  fields.add("speedup", candidate.speedup);
  fields.add("efficiency", candidate.efficiency);
  fields.add("ceiling_share", candidate.ceiling_share);
  fields.add_unless_empty("failure", candidate.failure);
  fields.add_unless_empty("note", candidate.note);
}

void append(std::string& out, const AmdahlFit& fit) {
  JsonFields fields(out);
  fields.add("way", fit.way);
  fields.add_bool("cold", fit.cold);
  fields.add("points", std::int64_t{fit.points});
  fields.add("serial_fraction", fit.serial_fraction);
  fields.add("serial_s", fit.serial_s);
}

void append(std::string& out, const Ceilings& ceilings) {
  report::append_json_ceilings(out, ceilings);
}

void append(std::string& out, const std::string& text) { report::append_json_string(out, text); }

template <typename T>
void add_list(JsonFields& fields, std::string_view name, const std::vector<T>& items) {
  append_list(fields.name(name), items, ",", "\n  ");
}

}  // namespace

std::string comparison_json(const Comparison& comparison) {
  std::string out;
  {
    JsonFields fields(out, ",\n ");
    fields.add("schema", "hilo.bench/1");
    fields.add("version", version());
    append_list(fields.name("inputs"), comparison.inputs, ", ");
    fields.add_unless_empty("expr", comparison.expr);
    fields.add_unless_empty("where", comparison.where);
    fields.add("files", comparison.files);
    fields.add("bytes", comparison.bytes);
    fields.add("cpus", std::int64_t{comparison.cpus});
    add_list(fields, "candidates", comparison.candidates);
    add_list(fields, "fits", comparison.fits);
    add_list(fields, "ceilings", comparison.ceilings);
    add_list(fields, "notes", comparison.notes);
    fields.add("same_results", comparison.same_results);
    fields.add("other_results", comparison.other_results);
    append_list(fields.name("changed"), comparison.changed, ", ");
    fields.add_unless_empty("cold_note", comparison.cold_note);
    fields.add_unless_empty("recommendation", comparison.recommendation);
    report::append_json_errors(fields.name("errors"), comparison.errors, ",\n  ");
    fields.add_bool("stopped", comparison.stopped);
  }
  return out + "\n";
}

}  // namespace hilo
