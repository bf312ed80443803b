#include "profile/verdict.h"

#include <algorithm>
#include <optional>

#include "base/quantity_text.h"

namespace hilo {
namespace {

// The clock ticks, threads start: of less, no stage says anything.
constexpr double kShortRun_s = 0.005;
// A stage that takes half of the workers' time is what there is to gain from.
constexpr double kMost = 0.5;
// With read-ahead, workers find much in memory that came from the disk a moment before; a run whose
// bytes come from there to a tenth waits for it already, being ten times as fast otherwise.
constexpr double kColdShare = 0.1;
// Of the time, in reads of files that are cold.
constexpr double kReadShare = 0.3;
// Neither idle nor able to go on.
constexpr double kWaitingShare = 0.35;
// Below it, opening a file takes as long as reading it from memory, about.
constexpr double kSmallFileBytes = 64 * 1024;
// Of the time, around the contents of small files.
constexpr double kAroundShare = 0.4;
// Smaller files are never split, and take milliseconds.
constexpr std::int64_t kLargeFileBytes = std::int64_t{32} << 20;
constexpr double kOutputShare = 0.3;
constexpr double kIdleShare = 0.3;
constexpr double kReadyShare = 0.3;
// A run that reaches so much of a ceiling has reached it, as far as a moment's measurement tells.
constexpr double kReached = 0.75;

double share(const Profile& profile, Stage stage) { return profile.stage(stage).share; }

double rate(const Profile& profile) {
  return profile.wall_s > 0 ? static_cast<double>(profile.bytes) / profile.wall_s : 0;
}

std::string rate_words(double bytes_per_second) { return bytes_text(bytes_per_second) + "/s"; }

double cold_share(const Profile& profile) { return 1 - profile.page_cache_share.value_or(1); }

// "1.2 GB/s of 1.3 GB/s measured", or what is known of it. What the run has reached was measured,
// too.
std::string of_ceiling(double reached, const std::optional<double>& ceiling) {
  if (!ceiling) return rate_words(reached);
  return rate_words(reached) + " of " + rate_words(std::max(*ceiling, reached)) + " measured";
}

bool has_reached(double reached, const std::optional<double>& ceiling) {
  return ceiling && reached >= kReached * *ceiling;
}

bool is_storage(const Profile& profile) {
  return cold_share(profile) >= kColdShare && share(profile, Stage::read) >= kReadShare;
}

// Of somebody else's workers -j says another thing.
std::string more_workers(const RunFacts& facts) {
  return facts.has_batches ? "more workers" : "more workers (-j)";
}

std::string storage(const Profile& profile, const RunFacts& facts) {
  const double reached = rate(profile);
  const std::optional<double>& ceiling = profile.ceilings.cold_reading;
  std::string text = "storage: " + share_text(share(profile, Stage::read)) +
                     " of worker time waits for reads, " + of_ceiling(reached, ceiling);
  if (has_reached(reached, ceiling)) return text + "; more threads will not help";
  if (ceiling) return text + " with more reads at a time; try " + more_workers(facts);
  return text + "; what is read again soon comes from memory";
}

bool is_file_system(const Profile& profile) {
  const double reading = share(profile, Stage::read) + share(profile, Stage::open);
  return waiting_share(profile) >= kWaitingShare && reading >= kMost;
}

std::string file_system(const Profile& profile, const RunFacts& facts) {
  const double reading = share(profile, Stage::read) + share(profile, Stage::open);
  const std::string name = facts.file_system.empty() ? "" : " (" + facts.file_system + ")";
  const std::optional<double>& ceiling = profile.ceilings.cold_reading;
  std::string text = "file system" + name + ": " + share_text(reading) +
                     " of worker time waits for reads, " + of_ceiling(rate(profile), ceiling) +
                     ", and no disk of this machine is busy with them";
  if (has_reached(rate(profile), ceiling)) {
    return text + "; more threads will not help, a copy on a local disk would";
  }
  return text + "; " + more_workers(facts) +
         " may wait side by side, or copy the files to a local disk";
}

bool is_expression(const Profile& profile, const RunFacts& facts) {
  return !facts.transform.empty() && share(profile, Stage::compute) >= kMost;
}

// "; -j 4 would use the other CPUs", where there are any.
std::string other_cpus(const Profile& profile, const RunFacts& facts) {
  if (facts.has_batches) return "; more workers would share it";
  if (profile.jobs >= facts.cpus) return "; all CPUs that may be used are in use";
  return "; -j " + std::to_string(facts.cpus) + " uses the CPUs that are free";
}

double rate_within(const Profile& profile, Stage stage) {
  const StageProfile& part = profile.stage(stage);
  return part.seconds > 0 ? static_cast<double>(part.bytes) / part.seconds : 0;
}

// Ceilings are of several threads at once.
std::optional<double> per_worker(const Profile& profile, const std::optional<double>& ceiling) {
  if (!ceiling || profile.ceilings.workers < 1) return std::nullopt;
  return *ceiling / profile.ceilings.workers;
}

std::string expression(const Profile& profile, const RunFacts& facts) {
  std::string text = "expression: " + share_text(share(profile, Stage::compute)) +
                     " of worker time computes " + facts.transform + ", " +
                     rate_words(rate_within(profile, Stage::compute)) + " a worker";
  if (const auto kernel = per_worker(profile, profile.ceilings.kernel)) {
    text += " where elements as they are give " + rate_words(*kernel);
  }
  return text + other_cpus(profile, facts);
}

bool is_one_large_file(const Profile& profile, const RunFacts& facts) {
  return facts.largest_bytes >= kLargeFileBytes &&
         static_cast<double>(facts.largest_bytes) >= kMost * static_cast<double>(profile.bytes);
}

std::string one_large_file(const Profile& profile, const RunFacts& facts) {
  const double part = static_cast<double>(facts.largest_bytes) /
                      static_cast<double>(std::max<std::int64_t>(profile.bytes, 1));
  std::string text = "one large file: " + facts.largest_file + " holds " +
                     share_text(std::min(part, 1.0)) + " of the bytes, and ";
  if (facts.was_split) {
    return text + std::to_string(profile.jobs) + " workers read it in pieces, at " +
           of_ceiling(rate(profile), profile.ceilings.page_cache) +
           " from memory; it holds nobody up" +
           (profile.jobs < facts.cpus ? other_cpus(profile, facts) : "");
  }
  text += "one worker reads it alone, at " + rate_words(rate(profile));
  if (share(profile, Stage::idle) >= kIdleShare && !facts.has_batches) {
    text += ", while the others are idle for " + share_text(share(profile, Stage::idle)) +
            " of the time";
  }
  if (facts.has_batches) return text + "; --executor threads would share it out";
  if (facts.cpus > 1) {
    return text + "; -j " + std::to_string(facts.cpus) + " shares it among workers";
  }
  return text + "; there is no other CPU to share it with";
}

double around_files(const Profile& profile) {
  double sum = 0;
  for (const Stage stage : {Stage::open, Stage::decode, Stage::merge, Stage::report}) {
    sum += share(profile, stage);
  }
  return sum;
}

double mean_bytes(const Profile& profile) {
  return profile.files > 0 ? static_cast<double>(profile.bytes) / static_cast<double>(profile.files)
                           : 0;
}

bool is_small_files(const Profile& profile) {
  return profile.files > 1 && mean_bytes(profile) < kSmallFileBytes &&
         around_files(profile) >= kAroundShare;
}

std::string small_files(const Profile& profile) {
  const double rows = share(profile, Stage::merge) + share(profile, Stage::report);
  return "small files: of " + bytes_text(mean_bytes(profile)) + " each; " +
         share_text(share(profile, Stage::open)) + " of worker time opens and closes them, " +
         share_text(rows) + " makes their rows, and " + share_text(share(profile, Stage::read)) +
         " reads; pack them into larger arrays";
}

std::string discovery(const Profile& profile) {
  return "discovery: " + share_text(share(profile, Stage::discover)) +
         " of the time looks for the files, before any is read; fewer and larger files, or a list "
         "of them (--files-from), take less";
}

std::string output(const Profile& profile) {
  return "output: " + share_text(share(profile, Stage::report)) +
         " of worker time writes rows and states; --by dir or --by all writes fewer, and a faster "
         "place for the output helps";
}

std::string idle_workers(const Profile& profile, const RunFacts& facts) {
  std::string text = "idle workers: " + share_text(share(profile, Stage::idle)) +
                     " of worker time has nothing to do; " + std::to_string(profile.files) +
                     (profile.files == 1 ? " file is" : " files are") + " too little work for ";
  if (facts.has_batches) return text + "a cluster; --executor threads does without one";
  return text + std::to_string(profile.jobs) + " workers, fewer (-j) do as well";
}

double ready_share(const Profile& profile) {
  double wall_s = 0;
  double ready_s = 0;
  for (const WorkerProfile& worker : profile.workers) {
    wall_s += worker.wall_s;
    // The calling thread may wait for a CPU while it waits for its workers.
    ready_s += std::min(worker.ready_s, worker.wall_s);
  }
  return wall_s > 0 ? ready_s / wall_s : 0;
}

std::string busy_cpus(const Profile& profile, const RunFacts& facts) {
  std::string text = "busy CPUs: " + share_text(ready_share(profile)) +
                     " of worker time is ready to go on, but has no CPU; ";
  if (profile.jobs > facts.cpus) {
    return text + std::to_string(profile.jobs) + " workers share " + std::to_string(facts.cpus) +
           (facts.cpus == 1 ? " CPU" : " CPUs") + ", " +
           (facts.has_batches ? "fewer do" : "-j " + std::to_string(facts.cpus) + " does") +
           " as well";
  }
  return text + "other programs have them";
}

std::string page_cache(const Profile& profile, const RunFacts& facts) {
  const double reached = rate(profile);
  std::string text = "page cache: " + share_text(share(profile, Stage::read)) +
                     " of worker time copies files that are in memory, " +
                     share_text(share(profile, Stage::compute)) + " computes; " +
                     of_ceiling(reached, profile.ceilings.page_cache) + " for reading alone";
  if (profile.jobs < facts.cpus) return text + other_cpus(profile, facts);
  return text + "; this is what the machine gives";
}

std::string compute(const Profile& profile, const RunFacts& facts) {
  return "compute: " + share_text(share(profile, Stage::compute)) +
         " of worker time adds up values, " +
         of_ceiling(rate_within(profile, Stage::compute),
                    per_worker(profile, profile.ceilings.kernel)) +
         " for a worker" + other_cpus(profile, facts);
}

struct Verdict {
  std::string cause;
  std::string text;
};

Verdict verdict_of(const Profile& profile, const RunFacts& facts) {
  if (profile.files == 0) return {"nothing read", "nothing read: no file had to be opened"};
  if (profile.wall_s < kShortRun_s) {
    return {"short run", "short run: " + seconds_text(profile.wall_s) +
                             " in all, too little to tell what limits it"};
  }
  if (share(profile, Stage::discover) >= kMost) return {"discovery", discovery(profile)};
  if (is_storage(profile)) return {"storage", storage(profile, facts)};
  if (is_file_system(profile)) return {"file system", file_system(profile, facts)};
  if (is_expression(profile, facts)) return {"expression", expression(profile, facts)};
  if (is_one_large_file(profile, facts)) return {"one large file", one_large_file(profile, facts)};
  if (is_small_files(profile)) return {"small files", small_files(profile)};
  if (share(profile, Stage::report) >= kOutputShare) return {"output", output(profile)};
  if (share(profile, Stage::idle) >= kIdleShare)
    return {"idle workers", idle_workers(profile, facts)};
  if (ready_share(profile) >= kReadyShare) return {"busy CPUs", busy_cpus(profile, facts)};
  if (share(profile, Stage::read) >= share(profile, Stage::compute)) {
    return {"page cache", page_cache(profile, facts)};
  }
  return {"compute", compute(profile, facts)};
}

}  // namespace

double waiting_share(const Profile& profile) {
  double wall_s = 0;
  double waited_s = 0;
  for (const WorkerProfile& worker : profile.workers) {
    wall_s += worker.wall_s;
    const double idle_s = worker.stage_s[static_cast<std::size_t>(Stage::idle)];
    waited_s += std::max(0.0, worker.wall_s - idle_s - worker.cpu_s - worker.ready_s);
  }
  return wall_s > 0 ? waited_s / wall_s : 0;
}

bool waits_for_storage(const Profile& profile) {
  return cold_share(profile) >= kColdShare || waiting_share(profile) >= kWaitingShare;
}

void judge(Profile& profile, const RunFacts& facts) {
  auto [cause, text] = verdict_of(profile, facts);
  profile.cause = std::move(cause);
  profile.verdict = std::move(text);
}

}  // namespace hilo
