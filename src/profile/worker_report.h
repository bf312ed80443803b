// What a worker measured, as bytes for the same version of hilo: to be handed from one process to
// another.
#ifndef HILO_PROFILE_WORKER_REPORT_H_
#define HILO_PROFILE_WORKER_REPORT_H_

#include <cstddef>
#include <vector>

#include "base/bytes.h"
#include "profile/worker_record.h"

namespace hilo {

struct WorkerReport {
  std::int64_t at_ns = 0;  // up to when
  WorkerTotals totals;
  std::vector<Span> spans;   // since the report before
  std::uint32_t stride = 1;  // of units, of which one has its spans here
};

// Spans of one report, at most, so that it fits into a message.
inline constexpr std::size_t kMostReportedSpans = 10'000;

void put_report(const WorkerReport& report, ByteWriter& writer);

// False where the bytes are none.
bool get_report(ByteReader& reader, WorkerReport& report);

}  // namespace hilo

#endif  // HILO_PROFILE_WORKER_REPORT_H_
