// The environment variables that the program heeds beside NO_COLOR.
//
//   HILO_SIMD=avx2          forces an instruction set (kernel/target.h); for tests and comparisons
//   HILO_CHUNK_BYTES=65536  StatsOptions::chunk_bytes
//
// Neither changes a result. LC_ALL, LC_CTYPE and LANG tell what characters a terminal has.
#ifndef HILO_CLI_ENVIRONMENT_H_
#define HILO_CLI_ENVIRONMENT_H_

#include "hilo/error.h"
#include "hilo/stats.h"

namespace hilo::cli {

// USAGE for a value that does not fit; empty variables count as unset.
Result<void> apply_environment(StatsOptions& options);

// Whether text is UTF-8: what the first of LC_ALL, LC_CTYPE and LANG that is set says.
bool locale_is_utf8();

}  // namespace hilo::cli

#endif  // HILO_CLI_ENVIRONMENT_H_
