#include "report/profile_json.h"

#include <cstdint>
#include <optional>
#include <string_view>

#include "report/json_fields.h"

namespace hilo::report {
namespace {

void append_stage(std::string& out, Stage which, const StageProfile& stage) {
  JsonFields fields(out);
  fields.add("stage", stage_name(which));
  fields.add("seconds", stage.seconds);
  fields.add("share", stage.share);
  fields.add("bytes", stage.bytes);
  std::optional<double> rate;
  if (stage.bytes > 0 && stage.seconds > 0) rate = static_cast<double>(stage.bytes) / stage.seconds;
  fields.add("bytes_per_second", rate);
}

void append_stage_seconds(std::string& out, const StageSeconds& seconds) {
  JsonFields fields(out);
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    fields.add(stage_name(static_cast<Stage>(stage)), seconds[stage]);
  }
}

void append_worker(std::string& out, const WorkerProfile& worker) {
  JsonFields fields(out);
  fields.add("name", worker.name);
  fields.add("begin_s", worker.begin_s);
  fields.add("wall_s", worker.wall_s);
  fields.add("cpu_s", worker.cpu_s);
  fields.add("ready_s", worker.ready_s);
  fields.add("files", worker.files);
  fields.add("bytes", worker.bytes);
  append_stage_seconds(fields.name("stages"), worker.stage_s);
}

void append_calls(std::string& out, const Profile& profile) {
  const SystemCalls& calls = profile.system_calls;
  JsonFields fields(out);
  fields.add("open", calls.open);
  fields.add("fstat", calls.fstat);
  fields.add("read", calls.read);
  fields.add("close", calls.close);
  fields.add("fadvise", calls.fadvise);
  std::optional<double> per_file;
  if (profile.files > 0) {
    per_file = static_cast<double>(calls.total()) / static_cast<double>(profile.files);
  }
  fields.add("per_file", per_file);
}

// [A, B], with the separator and a space more between them.
template <typename Range, typename Append>
void append_list(std::string& out, const Range& range, std::string_view separator, Append append) {
  out += '[';
  bool is_first = true;
  for (const auto& each : range) {
    if (!is_first) out.append(separator).append(separator.size() > 2 ? " " : "");
    is_first = false;
    append(each);
  }
  out += ']';
}

}  // namespace

void append_json_profile(std::string& out, const Profile& profile, std::string_view separator) {
  JsonFields fields(out, separator);
  fields.add("verdict", profile.verdict);
  fields.add("cause", profile.cause);
  fields.add("executor", profile.executor);
  fields.add("jobs", std::int64_t{profile.jobs});
  fields.add("wall_s", profile.wall_s);
  fields.add("user_s", profile.user_s);
  fields.add("system_s", profile.system_s);
  fields.add("files", profile.files);
  fields.add("bytes", profile.bytes);
  fields.name("stages");
  std::size_t number = 0;
  append_list(out, profile.stages, separator, [&](const StageProfile& stage) {
    append_stage(out, static_cast<Stage>(number++), stage);
  });
  fields.name("workers");
  append_list(out, profile.workers, separator,
              [&](const WorkerProfile& worker) { append_worker(out, worker); });
  fields.add("page_cache_share", profile.page_cache_share);
  append_calls(fields.name("system_calls"), profile);
  append_json_ceilings(fields.name("ceilings"), profile.ceilings);
}

void append_json_ceilings(std::string& out, const Ceilings& ceilings) {
  JsonFields fields(out);
  fields.add("workers", std::int64_t{ceilings.workers});
  fields.add("memory_copy", ceilings.memory_copy);
  fields.add("page_cache", ceilings.page_cache);
  fields.add("cold_reading", ceilings.cold_reading);
  fields.add("kernel", ceilings.kernel);
}

}  // namespace hilo::report
