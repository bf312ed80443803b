// Moments of an array with strides.
//
// No order of the values shows in a state, so the axes may be walked in any order and direction.
// Negative strides are turned round, axes are sorted so that the innermost has the smallest stride,
// and an axis that begins where the next one ends is joined to it. What is left of most arrays is
// one run of elements side by side, which is added where it lies. Long runs are, too; what is
// scattered is gathered in a buffer first. An axis of stride 0 repeats what is below it: its state
// is added as often, by doubling it.
//
// Example: a[::-1, :, ::2] of an array of shape (4, 5, 6) and items of 8 bytes has the shape
// (4, 5, 3) and the strides (-240, 48, 16). From its lowest address on it is (20, 3) with (48, 16):
// twenty runs of three elements, 16 bytes apart.
//
// Exact, since every element is added once, or its state as often as it is repeated.
// Cost: one pass, and a copy of what is scattered; log2(n) merges for n repetitions.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "hilo/moments.h"

namespace hilo {
namespace {

struct Axis {
  std::int64_t extent;  // at least 2
  std::int64_t stride;  // in bytes, above 0
};

// Runs of so many bytes are added where they lie.
constexpr std::int64_t kLongRun = 4096;

// Elements that are scattered, brought together before they are added.
class Gatherer {
 public:
  Gatherer(Dtype dtype, Moments& moments)
      : dtype_(dtype), item_(item_bytes(dtype.kind)), moments_(moments) {}

  // `count` elements, `stride` bytes apart.
  Result<void> add(const std::byte* data, std::int64_t count, std::int64_t stride) {
    switch (item_) {
      case 1:
        return add_items<1>(data, count, stride);
      case 2:
        return add_items<2>(data, count, stride);
      case 4:
        return add_items<4>(data, count, stride);
      default:
        return add_items<8>(data, count, stride);
    }
  }

  Result<void> flush() {
    const std::size_t count = filled_ / item_;
    filled_ = 0;
    return moments_.update(dtype_, buffer_.data(), count);
  }

 private:
  template <std::size_t kItem>
  Result<void> add_items(const std::byte* data, std::int64_t count, std::int64_t stride) {
    while (count > 0) {
      const auto room = static_cast<std::int64_t>((buffer_.size() - filled_) / kItem);
      const std::int64_t taken = std::min(count, room);
      std::byte* to = buffer_.data() + filled_;
      for (std::int64_t i = 0; i < taken; ++i) {
        std::memcpy(to + i * static_cast<std::int64_t>(kItem), data + i * stride, kItem);
      }
      filled_ += static_cast<std::size_t>(taken) * kItem;
      data += taken * stride;
      count -= taken;
      if (filled_ < buffer_.size()) continue;
      if (auto flushed = flush(); !flushed) return flushed;
    }
    return {};
  }

  Dtype dtype_;
  std::size_t item_;
  Moments& moments_;
  std::size_t filled_ = 0;
  alignas(64) std::array<std::byte, std::size_t{1} << 15> buffer_;
};

// Outermost first, with as few axes as there can be.
void join_axes(std::vector<Axis>& axes) {
  std::sort(axes.begin(), axes.end(),
            [](const Axis& a, const Axis& b) { return a.stride > b.stride; });
  for (std::size_t i = axes.size(); i-- > 1;) {
    Axis& outer = axes[i - 1];
    const Axis& inner = axes[i];
    if (outer.stride != inner.stride * inner.extent) continue;
    outer = {outer.extent * inner.extent, inner.stride};
    axes.erase(axes.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

// Each element once.
Result<void> add_axes(Dtype dtype, const std::byte* data, const std::vector<Axis>& axes,
                      Moments& moments) {
  const auto item = static_cast<std::int64_t>(item_bytes(dtype.kind));
  if (axes.empty()) return moments.update(dtype, data, 1);
  const Axis run = axes.back();
  const bool is_long = run.stride == item && (axes.size() == 1 || run.extent * item >= kLongRun);
  Gatherer gatherer(dtype, moments);
  std::vector<std::int64_t> index(axes.size() - 1);
  while (true) {
    auto added = is_long ? moments.update(dtype, data, static_cast<std::size_t>(run.extent))
                         : gatherer.add(data, run.extent, run.stride);
    if (!added) return added;
    std::size_t axis = index.size();
    while (axis > 0 && index[axis - 1] + 1 == axes[axis - 1].extent) {
      --axis;
      data -= index[axis] * axes[axis].stride;
      index[axis] = 0;
    }
    if (axis == 0) return gatherer.flush();
    ++index[axis - 1];
    data += axes[axis - 1].stride;
  }
}

// Adds `part` so many times.
Result<void> add_times(Moments part, std::int64_t times, Moments& moments) {
  while (true) {
    if (times % 2 != 0) {
      if (auto merged = moments.merge(part); !merged) return merged;
    }
    times /= 2;
    if (times == 0) return {};
    if (auto doubled = part.merge(Moments(part)); !doubled) return doubled;
  }
}

}  // namespace

Result<void> Moments::update(Dtype dtype, const void* data, std::span<const std::int64_t> shape,
                             std::span<const std::int64_t> strides) {
  if (shape.size() != strides.size()) {
    return failure(ErrorCode::usage, "expected as many strides as axes, found " +
                                         std::to_string(strides.size()) + " for " +
                                         std::to_string(shape.size()));
  }
  const auto* first = static_cast<const std::byte*>(data);
  std::vector<Axis> axes;
  std::int64_t repeated = 1;
  std::int64_t size = 1;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] < 0) {
      return failure(ErrorCode::usage,
                     "expected an extent >= 0, found " + std::to_string(shape[i]));
    }
    if (shape[i] == 0) return {};
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (__builtin_mul_overflow(size, shape[i], &size)) {
      return failure(ErrorCode::overflow, "expected at most 2^63-1 values, found more");
    }
    if (shape[i] == 1) continue;
    if (strides[i] == 0) {
      repeated *= shape[i];
    } else {
      if (strides[i] < 0) first += (shape[i] - 1) * strides[i];
      axes.push_back({shape[i], strides[i] < 0 ? -strides[i] : strides[i]});
    }
  }
  if (size > std::numeric_limits<std::int64_t>::max() - this->size()) {
    return failure(ErrorCode::overflow, "expected at most 2^63-1 values, found more");
  }
  join_axes(axes);
  if (repeated == 1) return add_axes(dtype, first, axes, *this);
  Moments part;
  if (auto added = add_axes(dtype, first, axes, part); !added) return added;
  return add_times(part, repeated, *this);
}

}  // namespace hilo
