#include "generate/elementary.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "generate/elementary.cc"
#include <hwy/foreach_target.h>
//
#include "generate/elementary-inl.h"
#include "kernel/dispatch.h"

HWY_BEFORE_NAMESPACE();
namespace hilo::HWY_NAMESPACE {

void minus_log_array(const double* in, std::size_t count, double* out) {
  const Doubles d;
  for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
    hn::StoreU(minus_log(hn::LoadU(d, in + i)), d, out + i);
  }
}

void exp_array(const double* in, std::size_t count, double* out) {
  const Doubles d;
  for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
    hn::StoreU(exp(hn::LoadU(d, in + i)), d, out + i);
  }
}

void sin_cos_quarter_array(const double* in, std::size_t count, double* sine, double* cosine) {
  const Doubles d;
  for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
    VDouble s, c;
    sin_cos_quarter(hn::LoadU(d, in + i), s, c);
    hn::StoreU(s, d, sine + i);
    hn::StoreU(c, d, cosine + i);
  }
}

}  // namespace hilo::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hilo {

HILO_EXPORT(minus_log_array);
HILO_EXPORT(exp_array);
HILO_EXPORT(sin_cos_quarter_array);

void minus_log(std::span<const double> in, double* out) {
  HILO_DISPATCH(minus_log_array, Work::much)(in.data(), in.size(), out);
}

void exp(std::span<const double> in, double* out) {
  HILO_DISPATCH(exp_array, Work::much)(in.data(), in.size(), out);
}

void sin_cos_quarter(std::span<const double> in, double* sine, double* cosine) {
  HILO_DISPATCH(sin_cos_quarter_array, Work::much)(in.data(), in.size(), sine, cosine);
}

}  // namespace hilo
#endif  // HWY_ONCE
