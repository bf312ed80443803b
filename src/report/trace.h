// A run as a trace: who did what when.
#ifndef HILO_REPORT_TRACE_H_
#define HILO_REPORT_TRACE_H_

#include <cstddef>
#include <functional>
#include <string>

#include "base/byte_sink.h"
#include "hilo/error.h"
#include "profile/recorder.h"

namespace hilo::report {

// In Chrome's trace event format, as JSON: docs/formats/trace.md. `key_of` gives the name of an
// input. When all workers have ended.
Result<void> write_trace(const ProfileRecorder& recorder,
                         const std::function<void(std::size_t, std::string&)>& key_of,
                         ByteSink& sink);

}  // namespace hilo::report

#endif  // HILO_REPORT_TRACE_H_
