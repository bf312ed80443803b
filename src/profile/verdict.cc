#include "profile/verdict.h"

#include <string>

#include "profile/cause_words.h"
#include "profile/causes.h"

namespace hilo {
namespace {

namespace words = judging::words;

struct Rule {
  const char* cause;
  bool (*is_cause)(const JudgedRun& run);
  std::string (*text)(const JudgedRun& run);
};

constexpr Rule kRules[] = {
    {"nothing read", judging::is_nothing_read, words::nothing_read},
    {"short run", judging::is_short_run, words::short_run},
    {"discovery", judging::is_discovery, words::discovery},
    {"cluster", judging::is_cluster, words::cluster},
    {"storage", judging::is_storage, words::storage},
    {"file system", judging::is_file_system, words::file_system},
    {"busy CPUs", judging::is_very_busy_cpus, words::busy_cpus},
    {"output", judging::is_output, words::output},
    {"expression", judging::is_expression, words::expression},
    {"one large file", judging::is_one_large_file, words::one_large_file},
    {"small files", judging::is_small_files, words::small_files},
    {"idle workers", judging::is_idle_workers, words::idle_workers},
    {"busy CPUs", judging::is_busy_cpus, words::busy_cpus},
    {"page cache", judging::is_page_cache, words::page_cache},
    {"compute", judging::is_anything, words::compute},
};

}  // namespace

void judge(Profile& profile, const RunFacts& facts) {
  const JudgedRun run{profile, facts};
  for (const Rule& rule : kRules) {
    if (!rule.is_cause(run)) continue;
    profile.cause = rule.cause;
    profile.verdict = profile.cause + ": " + rule.text(run);
    return;
  }
}

}  // namespace hilo
