#include "expression/transformer.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "kernel/compress.h"
#include "kernel/convert.h"

namespace hilo {
namespace {

// So many elements go to the accumulator at a time: whole blocks of the kernels, and more than one.
constexpr std::size_t kKept = 4096;

bool is_aligned(const void* data, std::size_t bytes) {
  return reinterpret_cast<std::uintptr_t>(data) % bytes == 0;
}

}  // namespace

struct alignas(64) Transformer::Buffers {
  double kept[kKept + kExpressionBlock + kCompressSlack / sizeof(double)];
  double values[kExpressionBlock];
  double x[kExpressionBlock];
  unsigned char native[kExpressionBlock * sizeof(double)];
  std::uint8_t bits[kExpressionBlock / 8];
};

Transformer::Transformer(TransformEngine& engine)
    : engine_(engine), runner_(engine), buffers_(std::make_unique<Buffers>()) {}

Transformer::~Transformer() = default;

void Transformer::add(Dtype dtype, const void* data, std::size_t count, Accumulator& accumulator,
                      ExactState& state) {
  const std::size_t item = item_bytes(dtype.kind);
  const Dtype kept_dtype = {engine_.has_value() ? Kind::float64 : dtype.kind, std::endian::native};
  const auto* bytes = static_cast<const unsigned char*>(data);
  const auto pass_on = [&] {
    accumulator.add(kept_dtype, buffers_->kept, kept_, state);
    kept_ = 0;
  };
  for (std::size_t done = 0; done < count; done += kExpressionBlock) {
    const std::size_t now = std::min(kExpressionBlock, count - done);
    keep(dtype, native_elements(dtype, bytes + done * item, now), now);
    if (kept_ >= kKept) pass_on();
  }
  if (kept_ > 0) pass_on();
}

const void* Transformer::native_elements(Dtype dtype, const unsigned char* data,
                                         std::size_t count) {
  const std::size_t item = item_bytes(dtype.kind);
  const bool swap = item > 1 && dtype.order != std::endian::native;
  if (!swap && is_aligned(data, item)) return data;
  if (swap) {
    copy_swapped(Work::much, data, item, count, buffers_->native);
  } else {
    std::memcpy(buffers_->native, data, count * item);
  }
  return buffers_->native;
}

const double* Transformer::numbers(Kind kind, const void* native, std::size_t count) {
  if (kind == Kind::float64 && count == padded(count)) return static_cast<const double*>(native);
  copy_to_doubles(Work::much, kind, native, count, buffers_->x);
  std::fill(buffers_->x + count, buffers_->x + padded(count), 0.0);
  return buffers_->x;
}

// Adds what counts of up to kExpressionBlock elements to the buffer.
void Transformer::keep(Dtype dtype, const void* native, std::size_t count) {
  const double* const x = numbers(dtype.kind, native, count);
  const bool in_place = !engine_.has_condition() && kept_ % kExpressionLanes == 0;
  double* const values = in_place ? buffers_->kept + kept_ : buffers_->values;
  runner_.run(x, count, values, buffers_->bits);
  const std::size_t item = engine_.has_value() ? sizeof(double) : item_bytes(dtype.kind);
  const void* const source = engine_.has_value() ? values : native;
  auto* const out = reinterpret_cast<unsigned char*>(buffers_->kept) + kept_ * item;
  if (engine_.has_condition()) {
    kept_ += compress(source, item, count, buffers_->bits, out);
    return;
  }
  if (source != out) std::memcpy(out, source, count * item);
  kept_ += count;
}

}  // namespace hilo
