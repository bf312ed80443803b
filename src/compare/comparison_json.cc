// All that a comparison holds: "hilo.bench/1".
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/number_text.h"
#include "compare/comparison_writer.h"
#include "report/json_text.h"

namespace hilo {
namespace {

// A value after its name; the comma stands before all but the first.
class Fields {
 public:
  explicit Fields(std::string& out) : out_(out) {}

  void add(std::string_view name, double value) {
    begin(name);
    append_value(value);
  }
  void add(std::string_view name, const std::optional<double>& value) {
    begin(name);
    value ? append_value(*value) : void(out_ += "null");
  }
  void add(std::string_view name, std::int64_t value) {
    begin(name);
    append_integer(out_, value);
  }
  void add(std::string_view name, bool value) {
    begin(name);
    out_ += value ? "true" : "false";
  }
  // What is empty is absent.
  void add(std::string_view name, const std::string& value) {
    begin(name);
    value.empty() ? void(out_ += "null") : report::append_json_string(out_, value);
  }

 private:
  void begin(std::string_view name) {
    out_ += is_first_ ? "" : ", ";
    is_first_ = false;
    report::append_json_string(out_, name);
    out_ += ": ";
  }

  // None is infinite where nothing takes no time.
  void append_value(double value) {
    std::isfinite(value) ? append_number(out_, value) : void(out_ += "null");
  }

  std::string& out_;
  bool is_first_ = true;
};

void append_times(std::string& out, const RunTimes& times) {
  out += '{';
  Fields fields(out);
  fields.add("user_s", times.user_s);
  fields.add("system_s", times.system_s);
  fields.add("wall_s", times.wall_s);
  out += '}';
}

void append(std::string& out, const Candidate& candidate) {
  out += '{';
  Fields fields(out);
  fields.add("way", candidate.way);
  fields.add("workers", std::int64_t{candidate.workers});
  fields.add("cold", candidate.cold);
  fields.add("notebook", candidate.notebook);
  out += ", \"rounds\": [";
  for (const RunTimes& times : candidate.rounds) {
    if (&times != &candidate.rounds.front()) out += ", ";
    append_times(out, times);
  }
  out += "], \"median\": ";
  append_times(out, candidate.median);
  const bool has_rate = candidate.bytes_per_second > 0;
  fields.add("bytes_per_second",
             has_rate ? std::optional(candidate.bytes_per_second) : std::nullopt);
  fields.add("speedup", candidate.speedup);
  fields.add("efficiency", candidate.efficiency);
  fields.add("ceiling_share", candidate.ceiling_share);
  fields.add("failure", candidate.failure);
  fields.add("note", candidate.note);
  out += '}';
}

void append(std::string& out, const AmdahlFit& fit) {
  out += '{';
  Fields fields(out);
  fields.add("way", fit.way);
  fields.add("cold", fit.cold);
  fields.add("serial_fraction", fit.serial_fraction);
  fields.add("serial_s", fit.serial_s);
  out += '}';
}

void append(std::string& out, const Ceilings& ceilings) {
  out += '{';
  Fields fields(out);
  fields.add("workers", std::int64_t{ceilings.workers});
  fields.add("memory_copy", ceilings.memory_copy);
  fields.add("page_cache", ceilings.page_cache);
  fields.add("cold_reading", ceilings.cold_reading);
  fields.add("kernel", ceilings.kernel);
  out += '}';
}

void append(std::string& out, const std::string& text) { report::append_json_string(out, text); }

template <typename T>
void append_list(std::string& out, std::string_view name, const std::vector<T>& items) {
  out += ",\n ";
  append(out, std::string(name));
  out += ": [";
  for (const T& item : items) {
    out += &item == &items.front() ? "\n  " : ",\n  ";
    append(out, item);
  }
  out += items.empty() ? "]" : "\n ]";
}

}  // namespace

std::string comparison_json(const Comparison& comparison) {
  std::string out = "{";
  report::append_json_schema(out, "hilo.bench/1");
  out += ",\n ";
  Fields head(out);
  head.add("directory", comparison.directory);
  head.add("expr", comparison.expr);
  head.add("where", comparison.where);
  head.add("files", comparison.files);
  head.add("bytes", comparison.bytes);
  head.add("cpus", std::int64_t{comparison.cpus});
  append_list(out, "candidates", comparison.candidates);
  append_list(out, "fits", comparison.fits);
  append_list(out, "ceilings", comparison.ceilings);
  append_list(out, "notes", comparison.notes);
  out += ",\n ";
  Fields tail(out);
  tail.add("same_results", comparison.same_results);
  tail.add("other_results", comparison.other_results);
  tail.add("cold_note", comparison.cold_note);
  tail.add("recommendation", comparison.recommendation);
  out += ",\n \"errors\": ";
  report::append_json_errors(out, comparison.errors, ",\n  ");
  out += ",\n ";
  Fields end(out);
  end.add("stopped", comparison.stopped);
  return out + "}\n";
}

}  // namespace hilo
