// The flags that only `hilo bench` has.
#ifndef HILO_CLI_BENCH_FLAGS_H_
#define HILO_CLI_BENCH_FLAGS_H_

#include "cli/flags.h"

namespace hilo::cli {

extern const Flag kBenchExecutor;
extern const Flag kBenchJobs;
extern const Flag kRounds;
extern const Flag kCold;
extern const Flag kNotebook;
extern const Flag kBenchFormat;

}  // namespace hilo::cli

#endif  // HILO_CLI_BENCH_FLAGS_H_
