#include "profile/span_buffer.h"

#include <algorithm>
#include <utility>

namespace hilo {
namespace {

// Taken at a time, so that workers seldom meet.
constexpr std::int64_t kBlock = 1024;
constexpr std::uint32_t kMostStride = std::uint32_t{1} << 30;

}  // namespace

std::int64_t SpanBudget::take(std::int64_t wanted) {
  std::int64_t left = left_.load(std::memory_order_relaxed);
  while (left > 0) {
    const std::int64_t taken = std::min(wanted, left);
    if (left_.compare_exchange_weak(left, left - taken, std::memory_order_relaxed)) return taken;
  }
  return 0;
}

void SpanBuffer::add(const Span& span) {
  if (span.unit % stride_ != 0) return;
  if (events_ + 2 > room_) {
    room_ += budget_->take(kBlock);
    while (events_ + 2 > room_ && stride_ < kMostStride) thin_out();
    if (events_ + 2 > room_ || span.unit % stride_ != 0) return;
  }
  keep(span);
}

void SpanBuffer::keep(const Span& span) {
  events_ += spans_.empty() || spans_.back().unit != span.unit ? 2 : 1;
  spans_.push_back(span);
}

std::vector<Span> SpanBuffer::take() {
  events_ = 0;
  return std::exchange(spans_, {});
}

void SpanBuffer::thin_out() {
  stride_ *= 2;
  const std::vector<Span> before = take();
  for (const Span& span : before) {
    if (span.unit % stride_ == 0) keep(span);
  }
}

}  // namespace hilo
