// Exact size, extrema, sum and sum of squares of a stream of values.
#ifndef HILO_MOMENTS_H_
#define HILO_MOMENTS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "hilo/dtype.h"
#include "hilo/error.h"
#include "hilo/exact_state.h"
#include "hilo/summary.h"

namespace hilo {

// The Kind of a C++ arithmetic type of at most 8 bytes; long double has none.
template <typename T>
constexpr Kind kind_of() {
  using V = std::remove_cv_t<T>;
  static_assert(std::is_arithmetic_v<V> && sizeof(V) <= 8, "hilo has no kind for this type");
  if constexpr (std::is_same_v<V, bool>) {
    return Kind::boolean;
  } else if constexpr (std::is_floating_point_v<V>) {
    return sizeof(V) == 4 ? Kind::float32 : Kind::float64;
  } else if constexpr (std::is_signed_v<V>) {
    return sizeof(V) == 1   ? Kind::int8
           : sizeof(V) == 2 ? Kind::int16
           : sizeof(V) == 4 ? Kind::int32
                            : Kind::int64;
  } else {
    return sizeof(V) == 1   ? Kind::uint8
           : sizeof(V) == 2 ? Kind::uint16
           : sizeof(V) == 4 ? Kind::uint32
                            : Kind::uint64;
  }
}

// A mergeable state. Updates and merges in any order and grouping give equal states, and equal
// states give the same summary and the same bytes.
//
// Exactness: the sums are kept without rounding for every finite double and every integer of up to
// 64 bits, so finalize() rounds each statistic once. Capacity: 2^63 - 1 values; what would exceed
// it is the error OVERFLOW and leaves the state as it was.
class Moments {
 public:
  Moments() = default;

  // Adds `count` elements of `dtype` at `data`, which needs no alignment. Rounding mode and
  // flush-to-zero of the calling thread do not matter and are left as they were.
  Result<void> update(Dtype dtype, const void* data, std::size_t count);

  // Adds all elements of an array of any layout: element (i, j, ...) lies at
  // data + i * strides[0] + j * strides[1] + ..., with strides in bytes, negative or 0 where that
  // is so. No axes are one element. Elements side by side are not copied. USAGE where the lengths
  // of shape and strides differ, or an extent is negative.
  Result<void> update(Dtype dtype, const void* data, std::span<const std::int64_t> shape,
                      std::span<const std::int64_t> strides);

  template <typename T>
  Result<void> update(std::span<const T> values) {
    return update(Dtype{kind_of<T>()}, values.data(), values.size());
  }

  // The state of one array: Moments::of(std::span(vector)).
  template <typename T>
  static Moments of(std::span<T> values) {
    Moments moments;
    // Fails only beyond 2^63 - 1 values, which no memory holds.
    (void)moments.update(std::span<const T>(values));
    return moments;
  }

  // Adds all values of `other`.
  Result<void> merge(const Moments& other);

  // Takes the values of `other` away again. Sums and counts are as if they had never been added;
  // min and max cannot be known and are absent from then on. STATE where `other` counts values
  // that this state does not have.
  Result<void> subtract(const Moments& other);

  Summary finalize(const FinalizeOptions& options = {}) const;

  // The canonical bytes: equal states have equal bytes, on every machine. docs/formats/state.md.
  std::string to_bytes() const;

  // STATE where the bytes are damaged, or of a version that this library does not know.
  static Result<Moments> from_bytes(std::string_view bytes);

  std::int64_t size() const { return state_.size; }
  std::int64_t nan_count() const { return state_.nan_count; }

  const ExactState& state() const { return state_; }
  ExactState& mutable_state() { return state_; }  // for kernels

  bool operator==(const Moments& other) const;

 private:
  ExactState state_;
};

}  // namespace hilo

#endif  // HILO_MOMENTS_H_
