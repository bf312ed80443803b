// The flags that say what is written where, and what is said.
#ifndef HILO_CLI_OUTPUT_FLAGS_H_
#define HILO_CLI_OUTPUT_FLAGS_H_

#include "cli/flags.h"

namespace hilo::cli {

extern const Flag kFormat;
extern const Flag kInfoFormat;
extern const Flag kOutput;
extern const Flag kBenchOutput;
extern const Flag kSave;
extern const Flag kHtml;
extern const Flag kMergeHtml;
extern const Flag kBenchHtml;
extern const Flag kProfile;
extern const Flag kTrace;
extern const Flag kProgress;
extern const Flag kColor;
extern const Flag kQuiet;
extern const Flag kVerbose;

}  // namespace hilo::cli

#endif  // HILO_CLI_OUTPUT_FLAGS_H_
