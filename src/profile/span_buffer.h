// The spans of a trace that one worker fills: all of them while there is room, then a sample. Room
// is counted in events of the trace: one a span, and one more a unit.
//
// A worker's spans come in units: a file, or so many reads of a large one. Where the room of all
// workers is used up, a worker keeps the spans of every second unit only, of those it has and of
// those to come; then of every fourth, and so on. So what is kept is kept whole, from the beginning
// of the run to its end, and how much of it is known.
#ifndef HILO_PROFILE_SPAN_BUFFER_H_
#define HILO_PROFILE_SPAN_BUFFER_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "hilo/profile.h"

namespace hilo {

struct Span {
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;
  std::int64_t bytes = 0;   // that were read
  std::int32_t input = -1;  // its number; none where negative
  std::uint32_t unit = 0;
  Stage stage = Stage::idle;
};

// What all workers of a run share.
class SpanBudget {
 public:
  explicit SpanBudget(std::int64_t events) : left_(events) {}

  // Room for up to `wanted` events more.
  std::int64_t take(std::int64_t wanted);

 private:
  std::atomic<std::int64_t> left_;
};

class SpanBuffer {
 public:
  explicit SpanBuffer(SpanBudget& budget) : budget_(&budget) {}

  void add(const Span& span);

  const std::vector<Span>& spans() const { return spans_; }
  // 1: of all units; 2: of every second
  std::uint32_t stride() const { return std::max(stride_, sampled_); }

  // What is added was a sample already.
  void note_stride(std::uint32_t stride) { sampled_ = std::max(sampled_, stride); }

  // For spans that are handed on: gives them and forgets them.
  std::vector<Span> take();

 private:
  std::int64_t events_of(std::size_t index) const;
  void thin_out();

  SpanBudget* budget_;
  std::int64_t room_ = 0;    // in events
  std::int64_t events_ = 0;  // of the spans that are kept
  bool is_full_ = false;     // there is no memory for more
  std::uint32_t stride_ = 1;
  std::uint32_t sampled_ = 1;
  std::vector<Span> spans_;
};

}  // namespace hilo

#endif  // HILO_PROFILE_SPAN_BUFFER_H_
