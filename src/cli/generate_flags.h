// The flags that only `hilo generate` has.
#ifndef HILO_CLI_GENERATE_FLAGS_H_
#define HILO_CLI_GENERATE_FLAGS_H_

#include "cli/flags.h"

namespace hilo::cli {

extern const Flag kFiles;
extern const Flag kSize;
extern const Flag kDist;
extern const Flag kDtype;
extern const Flag kSeed;
extern const Flag kForce;

}  // namespace hilo::cli

#endif  // HILO_CLI_GENERATE_FLAGS_H_
