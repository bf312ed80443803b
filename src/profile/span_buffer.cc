#include "profile/span_buffer.h"

#include <algorithm>
#include <new>
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
    if (!is_full_) room_ += budget_->take(kBlock);
    while (events_ + 2 > room_ && stride_ < kMostStride) thin_out();
    if (events_ + 2 > room_ || span.unit % stride_ != 0) return;
  }
  try {
    spans_.push_back(span);
    events_ += events_of(spans_.size() - 1);
  } catch (const std::bad_alloc&) {
    // As if the budget were used up.
    is_full_ = true;
    room_ = events_;
  }
}

// Of a span, and of its unit where it is the first of that.
std::int64_t SpanBuffer::events_of(std::size_t index) const {
  return index == 0 || spans_[index - 1].unit != spans_[index].unit ? 2 : 1;
}

std::vector<Span> SpanBuffer::take() {
  events_ = 0;
  return std::exchange(spans_, {});
}

void SpanBuffer::thin_out() {
  stride_ *= 2;
  std::erase_if(spans_, [&](const Span& span) { return span.unit % stride_ != 0; });
  events_ = 0;
  for (std::size_t i = 0; i < spans_.size(); ++i) events_ += events_of(i);
}

}  // namespace hilo
