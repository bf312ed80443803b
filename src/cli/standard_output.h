// Results on standard output.
#ifndef HILO_CLI_STANDARD_OUTPUT_H_
#define HILO_CLI_STANDARD_OUTPUT_H_

#include <string_view>

#include "cli/descriptors.h"
#include "hilo/error.h"

namespace hilo::cli {

DescriptorSink standard_output(std::function<void()> before_write = {});

// Says why a result could not be written, unless nobody reads it any more. Gives the exit code.
int output_failed(const Error& error, bool closed_pipe);

// Writes all of `text` to standard output and closes that. Gives `success`, or the exit code of
// the failure, which has been told.
int print(std::string_view text, int success);

}  // namespace hilo::cli

#endif  // HILO_CLI_STANDARD_OUTPUT_H_
