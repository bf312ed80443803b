// What the command line says, for all commands.
#ifndef HILO_CLI_ARGUMENTS_H_
#define HILO_CLI_ARGUMENTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compare/compare.h"
#include "compare/comparison_writer.h"
#include "hilo/generate.h"
#include "hilo/stats.h"
#include "report/writer.h"

namespace hilo::cli {

enum class When : std::uint8_t { automatic, always, never };

struct Arguments {
  std::vector<std::string> words;  // the command and all that follows it, as it was typed
  std::vector<std::string> positionals;
  std::vector<std::string> files_from;
  bool null_separated = false;
  StatsOptions stats;
  bool dask = false;      // the executor, instead of stats.executor
  std::string scheduler;  // its address; empty: a cluster of this run's own
  GenerateOptions generate;
  CompareOptions bench;
  std::vector<std::string> ways;  // of bench; empty: those that there are
  std::optional<ComparisonFormat> comparison_format;
  int jobs = 0;
  std::optional<report::Format> format;
  std::string output;                 // empty: standard output
  std::string save;                   // empty: nowhere
  std::string html;                   // likewise
  bool profile = false;               // to be shown; measured for a page as well
  std::vector<std::string> subtract;  // of merge
  When progress = When::automatic;
  When color = When::automatic;
  bool quiet = false;
  bool verbose = false;
  bool help = false;
  bool version = false;
};

}  // namespace hilo::cli

#endif  // HILO_CLI_ARGUMENTS_H_
