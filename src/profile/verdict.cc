#include "profile/verdict.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/quantity_text.h"

namespace hilo {
namespace {

// The clock ticks, threads start: of less, no stage says anything.
constexpr double kShortRunSeconds = 0.005;
// What takes half of the time is what there is to gain from.
constexpr double kMost = 0.5;
// Of the bytes, from a disk. Disks being ten times as slow as memory, or more, a run whose bytes
// come from there to a tenth may wait for it already, and does where it is seen to wait; one whose
// bytes come from there to a half does in any case.
constexpr double kColdShare = 0.1;
constexpr double kMostlyCold = 0.5;
// Of the time, in reads of files that are cold.
constexpr double kReadShare = 0.3;
// Neither idle nor able to go on. Threads that compute have some per cent of it: for locks, and
// while the system is about to let them go on.
constexpr double kWaitingShare = 0.35;
// Below it, opening a file takes as long as reading it from memory, about.
constexpr double kSmallFileBytes = 256 * 1024;
// Of the time, around the contents of small files.
constexpr double kAroundShare = 0.4;
// Smaller files are hardly split, and take milliseconds.
constexpr std::int64_t kLargeFileBytes = std::int64_t{32} << 20;
// More workers than CPUs are idle for a part of the time, as those are whose last file ends first.
constexpr double kIdleShare = 0.3;
constexpr double kReadyShare = 0.3;
// A run that reaches so much of a ceiling has reached it, as far as a moment's measurement tells.
constexpr double kReached = 0.75;
// One that reaches less than this leaves something, even where the moment was a lucky one: disks in
// data centres give a multiple of their rate for a moment.
constexpr double kFarFromReached = 0.5;

// Where reads are served side by side, twice as many threads read twice as much, and that is how
// many the ceiling is measured with; so a run that reaches this part of it gains nothing from them.
constexpr double kSameWithMore = 0.6;

struct Case {
  const Profile& profile;
  const RunFacts& facts;
};

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

// Of all worker time, as the table of the stages has it.
double share(const Profile& profile, Stage stage) { return profile.stage(stage).share; }

// Of the time in which workers had something to do.
double busy_share(const Profile& profile, Stage stage) {
  return ratio(share(profile, stage), 1 - share(profile, Stage::idle));
}

// Of the run, in a stage that one thread is in at a time.
double run_share(const Profile& profile, Stage stage) {
  return ratio(profile.stage(stage).seconds, profile.wall_s);
}

double rate(const Profile& profile) {
  return ratio(static_cast<double>(profile.bytes), profile.wall_s);
}

double rate_within(const Profile& profile, Stage stage) {
  const StageProfile& part = profile.stage(stage);
  return ratio(static_cast<double>(part.bytes), part.seconds);
}

// Ceilings are of several threads at once.
std::optional<double> per_worker(const Profile& profile, const std::optional<double>& ceiling) {
  if (!ceiling || profile.ceilings.workers < 1) return std::nullopt;
  return *ceiling / profile.ceilings.workers;
}

double mean_bytes(const Profile& profile) {
  return ratio(static_cast<double>(profile.bytes), static_cast<double>(profile.files));
}

bool has_small_files(const Profile& profile) {
  return profile.files > 1 && mean_bytes(profile) < kSmallFileBytes;
}

double cold_share(const Profile& profile) { return 1 - profile.page_cache_share.value_or(1); }

bool has_reached(double reached, const std::optional<double>& ceiling, double part = kReached) {
  return ceiling && reached >= part * *ceiling;
}

// Of all worker time, ready to go on, but without a CPU.
double ready_share(const Profile& profile) {
  double wall_s = 0;
  double ready_s = 0;
  for (const WorkerProfile& worker : profile.workers) {
    wall_s += worker.wall_s;
    // The calling thread may wait for a CPU while it waits for its workers.
    ready_s += std::min(worker.ready_s, worker.wall_s);
  }
  return ratio(ready_s, wall_s);
}

// Of the time in which workers had something to do.
double busy_ready_share(const Profile& profile) {
  return std::min(1.0, ratio(ready_share(profile), 1 - share(profile, Stage::idle)));
}

// ---- words ----

std::string rate_words(double bytes_per_second) { return bytes_text(bytes_per_second) + "/s"; }

// "1.2 GB/s of 1.3 GB/s measured", or what is known of it.
std::string of_ceiling(double reached, const std::optional<double>& ceiling) {
  if (!ceiling) return rate_words(reached);
  // A moment's measurement may be less than a run reaches.
  const char* const relation = reached > *ceiling ? ", above the " : " of ";
  return rate_words(reached) + relation + rate_words(*ceiling) + " measured";
}

std::string jobs_words(const Case& run, int jobs) {
  return (run.facts.wanted_serial ? "--executor threads -j " : "-j ") + std::to_string(jobs);
}

// Of somebody else's workers -j says another thing.
std::string more_workers(const Case& run) {
  return run.facts.has_batches ? "more workers" : "more workers (-j)";
}

// What there is to do where CPUs are what it takes.
std::string more_cpus(const Case& run) {
  if (run.facts.has_batches) return "; more workers would share it";
  if (run.profile.jobs < run.facts.cpus) {
    return "; " + jobs_words(run, run.facts.cpus) + " uses the CPUs that are free";
  }
  return "; all CPUs that may be used are in use, more machines (--executor dask) have more";
}

// ---- the causes, each with when it is the cause and what is said then ----

bool is_nothing_read(const Case& run) { return run.profile.files == 0 || run.profile.bytes == 0; }

std::string nothing_read(const Case& run) {
  if (run.profile.files == 0) return "no file had to be opened";
  if (run.profile.files == 1)
    return "the one file that was opened gave no byte; the error says why";
  return "none of " + count_text(run.profile.files, "file") +
         " that were opened gave a byte; the errors say why";
}

bool is_short_run(const Case& run) { return run.profile.wall_s < kShortRunSeconds; }

std::string short_run(const Case& run) {
  return seconds_text(run.profile.wall_s) + " in all, too little to tell what limits it";
}

bool is_discovery(const Case& run) { return run_share(run.profile, Stage::discover) >= kMost; }

std::string discovery(const Case& run) {
  return share_text(std::min(1.0, run_share(run.profile, Stage::discover))) +
         " of the run looks for the files, before any is read; a list of them (--files-from), or "
         "fewer directories, take less";
}

// Where there are few CPUs, who writes is held up by all others, and not they by it.
bool is_output(const Case& run) {
  return run_share(run.profile, Stage::report) * (1 - busy_ready_share(run.profile)) >= kMost;
}

std::string output(const Case& run) {
  return "for " + share_text(std::min(1.0, run_share(run.profile, Stage::report))) +
         " of the run rows or states are being written; fewer rows (--by dir, --by all) take less, "
         "or a faster place for them";
}

bool is_remote(std::string_view file_system) {
  constexpr std::string_view kRemote[] = {"fuse", "nfs",  "cifs", "smb2",   "lustre",
                                          "gpfs", "ceph", "9p",   "beegfs", "virtiofs"};
  return std::find(std::begin(kRemote), std::end(kRemote), file_system) != std::end(kRemote);
}

double reading_share(const Profile& profile) {
  return busy_share(profile, Stage::read) + busy_share(profile, Stage::open);
}

bool is_one_large_file(const Case& run) {
  return run.facts.largest_bytes >= kLargeFileBytes &&
         static_cast<double>(run.facts.largest_bytes) >=
             kMost * static_cast<double>(run.profile.bytes);
}

// Too few files for so many workers are told as such; so is one large file.
bool is_cluster(const Case& run) {
  return run.facts.has_batches && share(run.profile, Stage::idle) >= kMost &&
         run.profile.files >= 2 * std::int64_t{run.profile.jobs} && !is_one_large_file(run);
}

std::string cluster(const Case& run) {
  return share_text(share(run.profile, Stage::idle)) +
         " of worker time waits for it to start, or to be handed files, in a run of " +
         seconds_text(run.profile.wall_s) +
         "; fewer workers may do as well, and --executor threads does without a cluster";
}

bool is_storage(const Case& run) { return waits_for_disk(run.profile, run.facts); }

// While they meet what is cold, files are asked for ahead of the workers, so that the disk has
// plenty to do, however many workers there are. Only where files are small, it is few bytes.
std::string storage(const Case& run) {
  const Profile& profile = run.profile;
  const double reached = rate(profile);
  const std::optional<double>& ceiling = profile.ceilings.cold_reading;
  const std::string reading = share_text(share(profile, Stage::read)) + " of worker time ";
  if (waiting_share(profile) < kWaitingShare) {
    return reading + "brings files in from the disk, at " + of_ceiling(reached, ceiling) +
           ", and hardly waits for it" + more_cpus(run);
  }
  const std::string waits = reading + "waits for reads, ";
  if (has_small_files(profile)) {
    return waits + of_ceiling(reached, ceiling) + ", of files of " +
           bytes_text(mean_bytes(profile)) + " each; pack them into larger arrays, or try " +
           more_workers(run);
  }
  if (has_reached(reached, ceiling)) {
    return waits + of_ceiling(reached, ceiling) + "; more threads will not help";
  }
  if (ceiling && reached < kFarFromReached * *ceiling) {
    return waits + of_ceiling(reached, ceiling) + " with more reads at a time; try " +
           more_workers(run);
  }
  return waits + rate_words(reached) +
         ", though files are asked for ahead of the workers; more threads will not help";
}

bool is_file_system(const Case& run) { return waits_for_file_system(run.profile, run.facts); }

std::string file_system(const Case& run) {
  const Profile& profile = run.profile;
  const std::optional<double>& ceiling = profile.ceilings.cold_reading;
  const double reading = share(profile, Stage::read) + share(profile, Stage::open);
  std::string text = share_text(reading) + " of worker time waits for reads";
  if (!run.facts.file_system.empty()) text += " from " + run.facts.file_system;
  text += ", though no disk of this machine is seen at work, " + of_ceiling(rate(profile), ceiling);
  if (has_reached(rate(profile), ceiling, kSameWithMore)) {
    return text + "; more threads will not help, a copy on a local disk would";
  }
  if (ceiling) return text + " with more reads at a time; " + more_workers(run) + " may help";
  return text + "; " + more_workers(run) +
         " help where it serves reads side by side, or else a local copy";
}

bool is_expression(const Case& run) {
  return !run.facts.transform.empty() && busy_share(run.profile, Stage::compute) >= kMost;
}

std::string expression(const Case& run) {
  const Profile& profile = run.profile;
  std::string text = share_text(share(profile, Stage::compute)) + " of worker time evaluates " +
                     run.facts.transform + ", " + rate_words(rate_within(profile, Stage::compute)) +
                     " a worker";
  if (const auto kernel = per_worker(profile, profile.ceilings.kernel)) {
    text += " where elements as they are give " + rate_words(*kernel);
  }
  return text + more_cpus(run);
}

std::string one_large_file(const Case& run) {
  const Profile& profile = run.profile;
  const double part =
      ratio(static_cast<double>(run.facts.largest_bytes), static_cast<double>(profile.bytes));
  std::string text =
      run.facts.largest_file + " holds " + share_text(std::min(part, 1.0)) + " of the bytes; ";
  const double idle = share(profile, Stage::idle);
  if (run.facts.was_split) {
    text += count_text(profile.jobs, "worker") + " share it in pieces, " +
            of_ceiling(rate(profile), profile.ceilings.page_cache) + " for reading alone";
    if (idle >= kIdleShare) text += ", and are idle for " + share_text(idle) + " of the time";
    return text + (profile.jobs < run.facts.cpus ? more_cpus(run) : "; it holds nobody up");
  }
  text += "one worker reads it alone, at " + rate_words(rate(profile));
  if (idle >= kIdleShare && !run.facts.has_batches) {
    text += ", while others are idle for " + share_text(idle) + " of worker time";
  }
  if (run.facts.has_batches) return text + "; --executor threads would share it out";
  if (run.facts.cpus == 1) return text + "; there is no other CPU to share it with";
  return text + "; " + jobs_words(run, run.facts.cpus) + " shares it among workers";
}

double around_files(const Profile& profile) {
  double sum = 0;
  for (const Stage stage : {Stage::open, Stage::decode, Stage::merge, Stage::report}) {
    sum += busy_share(profile, stage);
  }
  return sum;
}

bool is_small_files(const Case& run) {
  return has_small_files(run.profile) && around_files(run.profile) >= kAroundShare;
}

std::string small_files(const Case& run) {
  const Profile& profile = run.profile;
  const double rows = share(profile, Stage::merge) + share(profile, Stage::report);
  std::string text = bytes_text(mean_bytes(profile)) + " each; " +
                     share_text(share(profile, Stage::open)) +
                     " of worker time opens and closes them, " + share_text(rows) +
                     " makes their rows, and " + share_text(share(profile, Stage::read)) + " reads";
  if (share(profile, Stage::idle) >= kIdleShare) {
    text += ", while " + share_text(share(profile, Stage::idle)) + " waits to be handed some";
  }
  return text + "; pack them into larger arrays";
}

// Those that did the work, apart from the thread that called, where others did.
std::int64_t workers_of(const Profile& profile) {
  const auto others =
      std::count_if(profile.workers.begin(), profile.workers.end(),
                    [](const WorkerProfile& worker) { return worker.name != "run"; });
  return std::max<std::int64_t>(others, 1);
}

// Of the time of all workers that there could be, on a CPU each. Fewer are started where there are
// fewer files.
double idle_share(const Case& run) {
  const Profile& profile = run.profile;
  const std::int64_t wanted = std::min(profile.jobs, run.facts.cpus);
  const auto missing = static_cast<double>(std::max<std::int64_t>(wanted - workers_of(profile), 0));
  const double missing_s = run.facts.has_batches ? 0 : missing * profile.wall_s;
  double all_s = missing_s;
  for (const StageProfile& stage : profile.stages) all_s += stage.seconds;
  return ratio(profile.stage(Stage::idle).seconds + missing_s, all_s);
}

bool is_idle_workers(const Case& run) { return idle_share(run) >= kIdleShare; }

// "8 workers share 2 CPUs, -j 2 does as well"
std::string too_many_workers(const Case& run) {
  const std::string fewer =
      run.facts.has_batches ? "fewer do" : "-j " + std::to_string(run.facts.cpus) + " does";
  return count_text(run.profile.jobs, "worker") + " share " + count_text(run.facts.cpus, "CPU") +
         ", " + fewer + " as well";
}

std::string idle_workers(const Case& run) {
  const Profile& profile = run.profile;
  const std::string text = share_text(idle_share(run)) + " of worker time has nothing to do; ";
  if (profile.files < 2 * std::int64_t{profile.jobs}) {
    return text + count_text(profile.files, "file") + (profile.files == 1 ? " is" : " are") +
           " too little work for " +
           (run.facts.has_batches ? "a cluster; --executor threads does without one"
                                  : count_text(profile.jobs, "worker") + ", fewer (-j) do as well");
  }
  if (!run.facts.has_batches && profile.jobs > run.facts.cpus) {
    return text + too_many_workers(run);
  }
  // The time to start a worker process, and more than that to load a compiler there.
  constexpr double kStartSeconds = 0.1;
  if (profile.executor == "processes" && profile.wall_s < kStartSeconds) {
    return text + "worker processes take long to start for a run of " +
           seconds_text(profile.wall_s) + ", --executor threads takes less";
  }
  return text + "workers wait for each other, as where the last files are the largest; fewer" +
         (run.facts.has_batches ? "" : " (-j)") + " may do as well";
}

bool is_busy_cpus(const Case& run) { return busy_ready_share(run.profile) >= kReadyShare; }

// Others have them for so long that all else counts less. More workers than CPUs do no harm.
bool is_very_busy_cpus(const Case& run) {
  return run.profile.jobs <= run.facts.cpus && busy_ready_share(run.profile) >= kMost;
}

std::string busy_cpus(const Case& run) {
  std::string text =
      share_text(ready_share(run.profile)) + " of worker time is ready to go on, but has no CPU; ";
  if (run.profile.jobs <= run.facts.cpus) {
    return text + "other programs have them, and without these the run takes less";
  }
  return text + too_many_workers(run);
}

bool is_page_cache(const Case& run) {
  return share(run.profile, Stage::read) >= share(run.profile, Stage::compute);
}

std::string page_cache(const Case& run) {
  const Profile& profile = run.profile;
  return share_text(share(profile, Stage::read)) + " of worker time copies files from memory, " +
         share_text(share(profile, Stage::compute)) + " computes; " +
         of_ceiling(rate(profile), profile.ceilings.page_cache) + " for reading alone" +
         more_cpus(run);
}

bool is_anything(const Case& /*run*/) { return true; }

std::string compute(const Case& run) {
  const Profile& profile = run.profile;
  return share_text(share(profile, Stage::compute)) + " of worker time adds up values, " +
         of_ceiling(rate_within(profile, Stage::compute),
                    per_worker(profile, profile.ceilings.kernel)) +
         " for a worker" + more_cpus(run);
}

struct Rule {
  const char* cause;
  bool (*is_cause)(const Case& run);
  std::string (*text)(const Case& run);
};

constexpr Rule kRules[] = {
    {"nothing read", is_nothing_read, nothing_read},
    {"short run", is_short_run, short_run},
    {"discovery", is_discovery, discovery},
    {"cluster", is_cluster, cluster},
    {"storage", is_storage, storage},
    {"file system", is_file_system, file_system},
    {"busy CPUs", is_very_busy_cpus, busy_cpus},
    {"output", is_output, output},
    {"expression", is_expression, expression},
    {"one large file", is_one_large_file, one_large_file},
    {"small files", is_small_files, small_files},
    {"idle workers", is_idle_workers, idle_workers},
    {"busy CPUs", is_busy_cpus, busy_cpus},
    {"page cache", is_page_cache, page_cache},
    {"compute", is_anything, compute},
};

}  // namespace

double waiting_share(const Profile& profile) {
  double busy_s = 0;
  double waited_s = 0;
  for (const WorkerProfile& worker : profile.workers) {
    const double busy = worker.wall_s - worker.stage_s[static_cast<std::size_t>(Stage::idle)];
    busy_s += busy;
    waited_s += std::max(0.0, busy - worker.cpu_s - worker.ready_s);
  }
  return ratio(waited_s, busy_s);
}

bool waits_for_disk(const Profile& profile, const RunFacts& facts) {
  const double cold = cold_share(profile);
  const bool is_cold =
      cold >= kMostlyCold || (cold >= kColdShare && waiting_share(profile) >= kWaitingShare);
  return is_cold && !is_remote(facts.file_system) && reading_share(profile) >= kReadShare;
}

// A read that finds all in memory does not wait for a file system, whatever else holds it up.
bool waits_for_file_system(const Profile& profile, const RunFacts& facts) {
  const bool is_known_to_be_warm = profile.page_cache_share && cold_share(profile) < kColdShare;
  return !is_known_to_be_warm && waiting_share(profile) >= kWaitingShare &&
         reading_share(profile) >= kMost && !waits_for_disk(profile, facts);
}

void judge(Profile& profile, const RunFacts& facts) {
  const Case run{profile, facts};
  for (const Rule& rule : kRules) {
    if (!rule.is_cause(run)) continue;
    profile.cause = rule.cause;
    profile.verdict = profile.cause + ": " + rule.text(run);
    return;
  }
}

}  // namespace hilo
