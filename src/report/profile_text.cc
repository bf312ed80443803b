#include "report/profile_text.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "base/quantity_text.h"
#include "report/display.h"
#include "report/text_columns.h"
#include "report/wrapped_text.h"

namespace hilo::report {
namespace {

std::string heading(const Profile& profile) {
  std::string line = fmt::format("profile: {} {}, {} in {}, {}", profile.files,
                                 profile.files == 1 ? "file" : "files",
                                 bytes_text(static_cast<double>(profile.bytes)),
                                 seconds_text(profile.wall_s), profile.executor);
  // Of workers somewhere else -j says another thing.
  const bool is_here = profile.executor == "threads" || profile.executor == "processes";
  if (is_here && profile.jobs > 1) line += fmt::format(" -j {}", profile.jobs);
  if (!is_here && profile.executor != "serial") {
    line += fmt::format(", {} {}", profile.jobs, profile.jobs == 1 ? "worker" : "workers");
  }
  return line + fmt::format("; CPU user {}, system {}", seconds_text(profile.user_s),
                            seconds_text(profile.system_s));
}

std::string stage_table(const Profile& profile) {
  TextColumns columns({Align::left, Align::right, Align::right, Align::right, Align::right});
  const std::vector<std::size_t> shown = {0, 1, 2, 3, 4};
  std::vector<Cells> lines = {{"stage", "worker time", "share", "bytes", "rate"}};
  for (std::size_t i = 0; i < kStages; ++i) {
    const StageProfile& stage = profile.stages[i];
    const auto bytes = static_cast<double>(stage.bytes);
    // Of what takes no time to speak of, a rate says nothing.
    const bool has_rate = stage.bytes > 0 && stage.seconds >= 0.0005;
    lines.push_back({std::string(stage_name(static_cast<Stage>(i))),
                     fmt::format("{:.3f} s", stage.seconds),
                     fmt::format("{:.1f} %", stage.share * 100), has_rate ? bytes_text(bytes) : "",
                     has_rate ? rate_text(bytes / stage.seconds) : ""});
  }
  for (const Cells& cells : lines) columns.measure(cells);
  std::string out;
  for (const Cells& cells : lines) {
    out += "  ";
    columns.append_line(out, cells, shown);
    // Empty cells at the end of a line are spaces.
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
  }
  return out;
}

std::string ceilings(const Ceilings& ceilings) {
  std::string text;
  const auto add = [&](std::string_view name, const std::optional<double>& rate) {
    if (!rate) return;
    text += text.empty() ? "" : ", ";
    text += fmt::format("{} {}", name, rate_text(*rate));
  };
  add("page cache", ceilings.page_cache);
  add("cold reading", ceilings.cold_reading);
  add("memory copy", ceilings.memory_copy);
  add("kernel", ceilings.kernel);
  if (text.empty()) return {};
  return fmt::format("this machine, {} {}: {}", ceilings.workers,
                     ceilings.workers == 1 ? "thread" : "threads", text);
}

std::string calls(const Profile& profile) {
  std::string text;
  if (profile.page_cache_share) {
    text = share_text(*profile.page_cache_share) + " of the bytes came from the page cache; ";
  }
  if (profile.files == 0) return {};
  const auto files = static_cast<double>(profile.files);
  const SystemCalls& calls = profile.system_calls;
  text += fmt::format("{:.1f} system calls a file (", static_cast<double>(calls.total()) / files);
  bool is_first = true;
  for (const auto& [name, count] : {std::pair("open", calls.open), std::pair("fstat", calls.fstat),
                                    std::pair("read", calls.read), std::pair("close", calls.close),
                                    std::pair("fadvise", calls.fadvise)}) {
    if (count == 0) continue;
    text += is_first ? "" : ", ";
    is_first = false;
    text += fmt::format("{} {:.1f}", name, static_cast<double>(count) / files);
  }
  return text + ")";
}

}  // namespace

std::string profile_text(const Profile& profile, std::size_t width) {
  std::string out = wrap_text(heading(profile), width) + stage_table(profile);
  for (const std::string& line : {ceilings(profile.ceilings), calls(profile)}) {
    if (!line.empty()) out += "  " + wrap_text(line, width - 2);
  }
  return out + wrap_text("verdict: " + escape_controls(profile.verdict), width);
}

}  // namespace hilo::report
