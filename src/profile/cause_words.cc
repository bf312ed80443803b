#include "profile/cause_words.h"

#include <algorithm>
#include <optional>

#include "base/quantity_text.h"
#include "profile/causes.h"
#include "profile/run_shares.h"
#include "profile/shared_limits.h"

namespace hilo::judging {
namespace {

// A run that reaches so much of a ceiling has reached it, as far as a moment's measurement tells.
constexpr double kReached = 0.75;
// One that reaches less than this leaves something, even where the moment was a lucky one: disks in
// data centres give a multiple of their rate for a moment.
constexpr double kFarFromReached = 0.5;
// The same of a ceiling that is measured with few reads, which is right to a quarter or so.
constexpr double kReachedByFew = 0.8;
constexpr double kLeftByFew = 0.65;

// Of the bytes, so that it need not be said of which ones a rate is.
constexpr double kNearlyAll = 0.95;

bool has_reached(double reached, const std::optional<double>& ceiling, double part = kReached) {
  return ceiling && reached >= part * *ceiling && reached <= kBeyondCeiling * *ceiling;
}

// "1.21 GB/s of 1.25 GB/s measured", or what is known of it.
std::string of_ceiling(double reached, const std::optional<double>& ceiling) {
  if (!ceiling) return rate_text(reached);
  // A moment's measurement may be less than a run reaches.
  const char* const relation = reached > *ceiling ? ", above the " : " of ";
  return rate_text(reached) + relation + rate_text(*ceiling) + " measured";
}

// Of which bytes a rate is that follows, where it is not of nearly all.
std::string of_cold_bytes(const Profile& profile) {
  const double cold = cold_share(profile);
  if (cold <= 0 || cold >= kNearlyAll) return {};
  return share_text(cold) + " of the bytes not being in memory: ";
}

std::string jobs_words(const JudgedRun& run, int jobs) {
  return (run.facts.wanted_serial ? "--executor threads -j " : "-j ") + std::to_string(jobs);
}

// Of somebody else's workers -j says another thing.
std::string more_workers(const JudgedRun& run) {
  return run.facts.has_batches ? "more workers" : "more workers (-j)";
}

// What there is to do where CPUs are what it takes. Other workers have something to do where there
// are files, or pieces of a large one, for them.
std::string more_cpus(const JudgedRun& run) {
  const std::int64_t files = run.profile.files;
  const std::int64_t parts = files - 1 + run.facts.pieces;
  const std::string no_parts = "; " + count_text(files, "file") + " of this size " +
                               (files == 1 ? "is" : "are") + " not shared among more workers";
  if (run.facts.has_batches) {
    return files > run.profile.jobs ? "; more workers would share it" : no_parts;
  }
  const int useful = static_cast<int>(std::min<std::int64_t>(parts, run.facts.cpus));
  if (run.profile.jobs < useful) {
    return "; " + jobs_words(run, useful) + " uses the CPUs that are free";
  }
  if (useful < run.facts.cpus) return no_parts;
  // A cluster is worth its start where there is much to do.
  constexpr double kLongRunSeconds = 10;
  return std::string("; all CPUs that may be used are in use") +
         (run.profile.wall_s >= kLongRunSeconds ? ", more machines (--executor dask) have more"
                                                : "");
}

// "8 workers share 2 CPUs, -j 2 does as well"
std::string too_many_workers(const JudgedRun& run) {
  const std::string fewer =
      run.facts.has_batches ? "fewer do" : "-j " + std::to_string(run.facts.cpus) + " does";
  return count_text(run.profile.jobs, "worker") + " share " + count_text(run.facts.cpus, "CPU") +
         ", " + fewer + " as well";
}

}  // namespace

namespace words {

std::string nothing_read(const JudgedRun& run) {
  if (run.profile.files == 0) return "no file had to be opened";
  if (run.profile.files == 1)
    return "the one file that was opened gave no byte; the error says why";
  return "none of " + count_text(run.profile.files, "file") +
         " that were opened gave a byte; the errors say why";
}

std::string short_run(const JudgedRun& run) {
  return seconds_text(run.profile.wall_s) + " in all, too little to tell what limits it";
}

std::string discovery(const JudgedRun& run) {
  return share_text(std::min(1.0, run_share(run.profile, Stage::discover))) +
         " of the run looks for the files, before any is read; a list of them (--files-from), or "
         "fewer directories, take less";
}

std::string cluster(const JudgedRun& run) {
  return share_text(share(run.profile, Stage::idle)) +
         " of worker time waits for it to start, or to be handed files, in a run of " +
         seconds_text(run.profile.wall_s) +
         "; fewer workers may do as well, and --executor threads does without a cluster";
}

// While they meet what is cold, files are asked for ahead of the workers, so that the disk has
// plenty to do, however many workers there are. Only where files are small, it is few bytes.
std::string storage(const JudgedRun& run) {
  const Profile& profile = run.profile;
  const double reached = cold_rate(profile);
  const std::optional<double>& ceiling = profile.ceilings.cold_reading;
  const std::string reading = share_text(share(profile, Stage::read)) + " of worker time ";
  if (!has_waiting_workers(profile)) {
    const std::string brings =
        reading + "brings files in from the disk, at " + of_ceiling(reached, ceiling);
    // Not only other programs have them: to bring files in takes CPUs, too.
    if (is_busy_cpus(run)) {
      return brings + "; " + share_text(ready_share(profile)) +
             " of worker time is ready to go on, but has no CPU";
    }
    return brings + ", and hardly waits for it" + more_cpus(run);
  }
  const std::string waits = reading + "waits for reads, " + of_cold_bytes(profile);
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
  return waits + rate_text(reached) +
         ", though files are asked for ahead of the workers; more threads will not help";
}

std::string file_system(const JudgedRun& run) {
  const Profile& profile = run.profile;
  const std::optional<double>& ceiling = profile.ceilings.cold_reading;
  const double reading = share(profile, Stage::read) + share(profile, Stage::open);
  std::string text = share_text(reading) + " of worker time waits for reads";
  if (!run.facts.file_system.empty()) text += " from " + run.facts.file_system;
  const double reached = cold_rate(profile);
  text += ", though no disk of this machine is seen at work, " + of_cold_bytes(profile) +
          of_ceiling(reached, ceiling);
  // Where reads are served side by side, twice as many threads read twice as much, and more than so
  // many measured it; but with few reads, so that what lies between says neither.
  if (has_reached(reached, ceiling, kReachedByFew)) {
    return text + "; more threads will not help, a copy on a local disk would";
  }
  if (ceiling && reached < kLeftByFew * *ceiling) {
    return text + " with more reads at a time; " + more_workers(run) + " may help";
  }
  return text + "; " + more_workers(run) +
         " help where it serves reads side by side, or else a local copy";
}

std::string output(const JudgedRun& run) {
  return "for " + share_text(std::min(1.0, run_share(run.profile, Stage::report))) +
         " of the run rows or states are being written; fewer rows (--by dir, --by all) take less, "
         "or a faster place for them";
}

std::string expression(const JudgedRun& run) {
  const Profile& profile = run.profile;
  std::string text = share_text(share(profile, Stage::compute)) + " of worker time evaluates " +
                     run.facts.transform + ", " + rate_text(rate_within(profile, Stage::compute)) +
                     " a worker";
  if (const auto kernel = per_worker(profile, profile.ceilings.kernel)) {
    text += " where elements as they are give " + rate_text(*kernel);
  }
  return text + more_cpus(run);
}

std::string one_large_file(const JudgedRun& run) {
  const Profile& profile = run.profile;
  const double part =
      ratio(static_cast<double>(run.facts.largest_bytes), static_cast<double>(profile.bytes));
  std::string text =
      run.facts.largest_file + " holds " + share_text(std::min(part, 1.0)) + " of the bytes; ";
  const double idle = share(profile, Stage::idle);
  if (run.facts.was_split) {
    text += count_text(profile.jobs, "worker") + " share it in pieces, " +
            of_ceiling(rate(profile), profile.ceilings.page_cache) + " for reading alone";
    if (has_idle_workers(profile)) {
      return text + ", and are idle for " + share_text(idle) +
             " of the time; fewer (-j) do as well";
    }
    return text + (profile.jobs < run.facts.cpus ? more_cpus(run) : "; it holds nobody up");
  }
  text += "one worker reads it alone, at " + rate_text(rate(profile));
  if (has_idle_workers(profile) && !run.facts.has_batches) {
    text += ", while others are idle for " + share_text(idle) + " of worker time";
  }
  if (run.facts.has_batches) return text + "; --executor threads would share it out";
  if (run.facts.cpus == 1) return text + "; there is no other CPU to share it with";
  return text + "; " + jobs_words(run, run.facts.cpus) + " shares it among workers";
}

std::string small_files(const JudgedRun& run) {
  const Profile& profile = run.profile;
  const double rows = share(profile, Stage::merge) + share(profile, Stage::report);
  std::string text = bytes_text(mean_bytes(profile)) + " each; " +
                     share_text(share(profile, Stage::open)) +
                     " of worker time opens and closes them, " + share_text(rows) +
                     " makes their rows, and " + share_text(share(profile, Stage::read)) + " reads";
  if (has_idle_workers(profile)) {
    text += ", while " + share_text(share(profile, Stage::idle)) + " waits to be handed some";
  }
  return text + "; pack them into larger arrays";
}

std::string idle_workers(const JudgedRun& run) {
  const Profile& profile = run.profile;
  const bool are_all_there = idle_share(run) <= share(profile, Stage::idle);
  const std::string whose =
      are_all_there ? "worker time" : "the time of " + count_text(profile.jobs, "worker");
  const std::string text = share_text(idle_share(run)) + " of " + whose + " has nothing to do; ";
  // The time to start a worker process, and more than that to load a compiler there.
  constexpr double kStartSeconds = 0.1;
  const bool is_alone = profile.jobs == 1;
  const bool is_process = profile.executor == "processes";
  if (is_process && profile.wall_s < kStartSeconds) {
    return text + (is_alone ? "a worker process takes" : "worker processes take") +
           " long to start for a run of " + seconds_text(profile.wall_s) +
           ", --executor threads takes less";
  }
  if (is_alone && run.facts.has_batches) return text + "the one worker waits to be handed files";
  if (is_alone && is_process) {
    return text +
           "the one worker waits for those that hand out files and make the rows, "
           "--executor threads does without";
  }
  if (profile.files < 2 * std::int64_t{profile.jobs}) {
    return text + count_text(profile.files, "file") + (profile.files == 1 ? " is" : " are") +
           " too little work for " +
           (run.facts.has_batches ? "a cluster; --executor threads does without one"
                                  : count_text(profile.jobs, "worker") + ", fewer (-j) do as well");
  }
  if (!run.facts.has_batches && profile.jobs > run.facts.cpus) {
    return text + too_many_workers(run);
  }
  return text + "workers wait for each other, as where the last files are the largest; fewer" +
         (run.facts.has_batches ? "" : " (-j)") + " may do as well";
}

std::string busy_cpus(const JudgedRun& run) {
  std::string text =
      share_text(ready_share(run.profile)) + " of worker time is ready to go on, but has no CPU; ";
  if (run.profile.jobs <= run.facts.cpus) {
    return text + "other programs have them, and without these the run takes less";
  }
  return text + too_many_workers(run);
}

std::string page_cache(const JudgedRun& run) {
  const Profile& profile = run.profile;
  return share_text(share(profile, Stage::read)) + " of worker time copies files from memory, " +
         share_text(share(profile, Stage::compute)) + " computes; " +
         of_ceiling(rate(profile), profile.ceilings.page_cache) + " for reading alone" +
         more_cpus(run);
}

std::string compute(const JudgedRun& run) {
  const Profile& profile = run.profile;
  return share_text(share(profile, Stage::compute)) + " of worker time adds up values, " +
         of_ceiling(rate_within(profile, Stage::compute),
                    per_worker(profile, profile.ceilings.kernel)) +
         " for a worker" + more_cpus(run);
}

}  // namespace words
}  // namespace hilo::judging
