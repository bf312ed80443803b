#include "html/profile_section.h"

#include <algorithm>
#include <vector>

#include "base/quantity_text.h"
#include "html/append.h"
#include "html/data_table.h"
#include "html/markup.h"
#include "html/page.h"
#include "html/rate_bars.h"
#include "html/stage_bars.h"
#include "html/stage_marks.h"
#include "html/timeline_chart.h"

namespace hilo::html {
namespace {

double rate_of(double bytes, double seconds) { return seconds > 0 ? bytes / seconds : 0; }

std::string per_file(std::int64_t calls, std::int64_t files) {
  return files > 0 ? fmt::format("{:.2f}", static_cast<double>(calls) / static_cast<double>(files))
                   : std::string();
}

void append_tiles(std::string& out, const Profile& profile) {
  const double bytes = static_cast<double>(profile.bytes);
  out += "<dl class=\"tiles wider\">\n";
  append_tile(out, "Wall time", seconds_text(profile.wall_s));
  append_tile(out, "CPU time, user and system",
              seconds_text(profile.user_s) + " + " + seconds_text(profile.system_s));
  append_tile(out, "Read", bytes_text(bytes) + ", " + rate_text(rate_of(bytes, profile.wall_s)));
  append_tile(out, "From page cache",
              profile.page_cache_share ? share_text(*profile.page_cache_share) : "not known");
  append_tile(
      out, "System calls a file",
      profile.files > 0 ? per_file(profile.system_calls.total(), profile.files) : "no file");
  append_tile(
      out, "Executor",
      profile.executor + ", " + count_text(profile.jobs) + (profile.jobs == 1 ? " job" : " jobs"));
  out += "</dl>\n";
}

void append_stages_table(std::string& out, const Profile& profile) {
  DataTable table(out, "Worker time by stage",
                  {{"stage", DataTable::Kind::text}, {"time"}, {"share"}, {"bytes"}, {"rate"}});
  for (std::size_t i = 0; i < kStages; ++i) {
    const StageProfile& stage = profile.stages[i];
    const double bytes = static_cast<double>(stage.bytes);
    table.row({stage_name(static_cast<Stage>(i)), seconds_text(stage.seconds),
               share_text(stage.share), stage.bytes > 0 ? bytes_text(bytes) : "",
               stage.bytes > 0 && stage.seconds > 0 ? rate_text(bytes / stage.seconds) : ""});
  }
  table.end();
}

void append_calls_table(std::string& out, const Profile& profile) {
  DataTable table(out, "System calls for input files",
                  {{"call", DataTable::Kind::text}, {"number"}, {"a file"}});
  const SystemCalls& calls = profile.system_calls;
  const auto row = [&](std::string_view name, std::int64_t number) {
    table.row({name, count_text(number), per_file(number, profile.files)});
  };
  row("open", calls.open);
  row("fstat", calls.fstat);
  row("read", calls.read);
  row("close", calls.close);
  row("fadvise", calls.fadvise);
  row("all", calls.total());
  table.end();
}

void append_workers_table(std::string& out, const Profile& profile) {
  begin_details(out, "The workers as a table");
  DataTable table(out, "Time of each worker, by stage",
                  {{"worker", DataTable::Kind::text},
                   {"files"},
                   {"bytes"},
                   {"wall"},
                   {"CPU"},
                   {"discover"},
                   {"open"},
                   {"read"},
                   {"decode"},
                   {"compute"},
                   {"merge"},
                   {"report"},
                   {"idle"}});
  for (const WorkerProfile& worker : profile.workers) {
    const auto& s = worker.stage_s;
    table.row({worker.name, count_text(worker.files), bytes_text(static_cast<double>(worker.bytes)),
               seconds_text(worker.wall_s), seconds_text(worker.cpu_s), seconds_text(s[0]),
               seconds_text(s[1]), seconds_text(s[2]), seconds_text(s[3]), seconds_text(s[4]),
               seconds_text(s[5]), seconds_text(s[6]), seconds_text(s[7])});
  }
  table.end();
  end_details(out);
}

std::string hidden_workers(const Profile& profile) {
  if (profile.workers.size() <= kMaxWorkers) return "";
  return " The first " + std::to_string(kMaxWorkers) + " of " +
         std::to_string(profile.workers.size()) + " workers are shown.";
}

}  // namespace

void append_profile(std::string& out, const Profile& profile) {
  if (!profile.verdict.empty()) {
    append(out, "<p class=\"callout\">{}</p>\n", escaped(profile.verdict));
  }
  append_tiles(out, profile);
  if (!profile.workers.empty()) {
    begin_figure(out, "Time by stage and worker",
                 "How long each worker was in each stage, in the order in which data pass." +
                     hidden_workers(profile));
    append_stage_legend(out);
    append_stage_bars(out, profile);
    append_workers_table(out, profile);
    end_figure(out);
  }
  if (has_timeline(profile)) {
    begin_figure(
        out, "Timeline",
        "What each worker did when: a column is an interval, full where the worker was there "
        "all the time." +
            hidden_workers(profile));
    append_stage_legend(out);
    append_timeline(out, profile);
    end_figure(out);
  }
  const std::vector<NamedRate> rates =
      rates_of(profile.ceilings, rate_of(static_cast<double>(profile.bytes), profile.wall_s));
  begin_figure(out, "Rate and ceilings",
               profile.ceilings.workers > 0
                   ? "What this run reached, beside what the machine did with " +
                         std::to_string(profile.ceilings.workers) +
                         (profile.ceilings.workers == 1 ? " thread" : " threads") +
                         " and nothing else to do."
                   : "What this run reached; the machine was not measured.");
  append_rate_bars(out, rates);
  end_figure(out);
  out += "<div class=\"side\">\n";
  append_stages_table(out, profile);
  append_calls_table(out, profile);
  out += "</div>\n";
}

}  // namespace hilo::html
