#include "report/profile_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "base/quantity_text.h"
#include "report/display.h"
#include "report/text_columns.h"

namespace hilo::report {
namespace {

// "90 %;" and "1.2 GB/s" are not torn apart.
bool is_unit(std::string_view word) {
  constexpr std::string_view kUnits[] = {"%",  "s",  "ms",  "\u03bcs", "ns",   "B",    "kB",
                                         "MB", "GB", "B/s", "kB/s",    "MB/s", "GB/s", "TB/s"};
  const std::size_t end = word.find_last_not_of(";,.)");
  word = word.substr(0, end == std::string_view::npos ? 0 : end + 1);
  return std::find(std::begin(kUnits), std::end(kUnits), word) != std::end(kUnits);
}

// Up to the next space at which the line may break.
std::string_view first_word(std::string_view text) {
  std::size_t end = std::min(text.find(' '), text.size());
  while (end < text.size()) {
    const std::size_t next = std::min(text.find(' ', end + 1), text.size());
    if (!is_unit(text.substr(end + 1, next - end - 1))) break;
    end = next;
  }
  return text.substr(0, end);
}

// Breaks text at spaces; lines after the first are indented by four.
std::string wrap(std::string_view text, std::size_t width) {
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::string_view word = first_word(text);
    const std::size_t word_width = display_width(word);
    if (column > 0 && column + 1 + word_width > width) {
      out += "\n    ";
      column = 4;
    } else if (column > 0) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word_width;
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
  return out + "\n";
}

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
  std::string out = wrap(heading(profile), width) + stage_table(profile);
  for (const std::string& line : {ceilings(profile.ceilings), calls(profile)}) {
    if (!line.empty()) out += "  " + wrap(line, width - 2);
  }
  return out + wrap("verdict: " + escape_controls(profile.verdict), width);
}

}  // namespace hilo::report
