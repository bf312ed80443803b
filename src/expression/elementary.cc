// The part between the HWY_ macros is compiled once per instruction set.
//
// Where SLEEF gives infinity for arguments that are finite:
//
//   log1p(x)            log(x): above 1e307, 1 is nothing
//   arcsinh, arccosh    log(|x|) + log(2): sqrt(x^2 +- 1) is |x| to within 1e-308
//   exp(x), expm1(x)    exp(x / 2)^2
//   cosh(x), sinh(x)    exp(|x| / 2)^2 / 2: the other exponential is below 1e-308
//   pow(x, y)           pow(|x|, y / 2)^2, with the sign of what SLEEF gave
//
// Halves are exact. A square doubles the error of what is squared and rounds once more. What
// overflows in truth does so again.

#include "expression/elementary.h"

#include <dlfcn.h>

#include <cmath>
#include <limits>
#include <mutex>
#include <numbers>
#include <string>
#include <string_view>

#include "base/own_folder.h"
#include "kernel/target.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "expression/elementary.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kernel/dispatch.h"

#ifndef HILO_EXPRESSION_ELEMENTARY_ONCE_
#define HILO_EXPRESSION_ELEMENTARY_ONCE_
namespace hilo {

// SLEEF's version of a function for vectors of this width ("d8") and instruction set ("avx512f").
using FindSymbol = void* (*)(Elementary function, const char* width, const char* set);

}  // namespace hilo
#endif  // HILO_EXPRESSION_ELEMENTARY_ONCE_

HWY_BEFORE_NAMESPACE();
namespace hilo {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX2

using D = hn::ScalableTag<double>;
using Vector = decltype(hn::Zero(D()).raw);
constexpr std::size_t kLanes = sizeof(Vector) / sizeof(double);
constexpr const char* kWidth = kLanes == 8 ? "d8" : "d4";
constexpr const char* kSet = kLanes == 8 ? "avx512f" : "avx2";

HWY_ATTR HWY_INLINE hn::Vec<D> wrapped(Vector x) { return hn::Vec<D>{x}; }
HWY_ATTR HWY_INLINE Vector load(const double* from) { return hn::Load(D(), from).raw; }
HWY_ATTR HWY_INLINE void store(Vector x, double* to) { hn::Store(wrapped(x), D(), to); }
HWY_ATTR HWY_INLINE Vector set(double x) { return hn::Set(D(), x).raw; }
HWY_ATTR HWY_INLINE Vector times(Vector a, Vector b) { return hn::Mul(wrapped(a), wrapped(b)).raw; }
HWY_ATTR HWY_INLINE Vector plus(Vector a, Vector b) { return hn::Add(wrapped(a), wrapped(b)).raw; }
HWY_ATTR HWY_INLINE Vector magnitude(Vector x) { return hn::Abs(wrapped(x)).raw; }
HWY_ATTR HWY_INLINE Vector with_sign_of(Vector x, Vector sign) {
  return hn::CopySign(wrapped(x), wrapped(sign)).raw;
}
using Lanes = hn::Mask<D>;
HWY_ATTR HWY_INLINE Lanes are_infinite(Vector x) {
  return hn::Eq(wrapped(x), wrapped(set(std::numeric_limits<double>::infinity())));
}
HWY_ATTR HWY_INLINE Lanes are_finite(Vector x) {
  return hn::Lt(wrapped(magnitude(x)), wrapped(set(std::numeric_limits<double>::infinity())));
}
HWY_ATTR HWY_INLINE Lanes are_not_zero(Vector x) { return hn::Ne(wrapped(x), wrapped(set(0))); }
HWY_ATTR HWY_INLINE Lanes both(Lanes a, Lanes b) { return hn::And(a, b); }
HWY_ATTR HWY_INLINE bool any(Lanes lanes) { return !hn::AllFalse(D(), lanes); }
HWY_ATTR HWY_INLINE Vector choose(Lanes lanes, Vector a, Vector b) {
  return hn::IfThenElse(lanes, wrapped(a), wrapped(b)).raw;
}

#else

using Vector = double;
constexpr std::size_t kLanes = 1;
constexpr const char* kWidth = "d1";
constexpr const char* kSet = "purecfma";

inline Vector load(const double* from) { return *from; }
inline void store(Vector x, double* to) { *to = x; }
inline Vector set(double x) { return x; }
inline Vector times(Vector a, Vector b) { return a * b; }
inline Vector plus(Vector a, Vector b) { return a + b; }
inline Vector magnitude(Vector x) { return std::fabs(x); }
inline Vector with_sign_of(Vector x, Vector sign) { return std::copysign(x, sign); }
using Lanes = bool;
inline Lanes are_infinite(Vector x) { return x == std::numeric_limits<double>::infinity(); }
inline Lanes are_finite(Vector x) { return std::isfinite(x); }
inline Lanes are_not_zero(Vector x) { return x != 0; }
inline Lanes both(Lanes a, Lanes b) { return a && b; }
inline bool any(Lanes lanes) { return lanes; }
inline Vector choose(Lanes lanes, Vector a, Vector b) { return lanes ? a : b; }

#endif

using Unary = Vector (*)(Vector);
using Binary = Vector (*)(Vector, Vector);

// As SLEEF has them, and what is given to engines.
void* sleef[kElementaries] = {};
ElementaryFunctions elementaries;

HWY_ATTR HWY_INLINE Vector sleef1(Elementary function, Vector x) {
  return reinterpret_cast<Unary>(sleef[static_cast<std::size_t>(function)])(x);
}
HWY_ATTR HWY_INLINE Vector sleef2(Elementary function, Vector x, Vector y) {
  return reinterpret_cast<Binary>(sleef[static_cast<std::size_t>(function)])(x, y);
}

// exp(x), scaled, as the square of exp(x / 2).
HWY_ATTR Vector exponential_by_halves(Vector x, double scale) {
  const Vector root = sleef1(Elementary::exp, times(x, set(0.5)));
  return times(times(root, set(scale)), root);
}

HWY_ATTR Vector log1p(Vector x) {
  const Vector result = sleef1(Elementary::log1p, x);
  const Lanes early = both(are_infinite(result), are_finite(x));
  if (HWY_LIKELY(!any(early))) return result;
  return choose(early, sleef1(Elementary::log, x), result);
}

HWY_ATTR Vector acosh(Vector x) {
  const Vector result = sleef1(Elementary::acosh, x);
  const Lanes early = both(are_infinite(result), are_finite(x));
  if (HWY_LIKELY(!any(early))) return result;
  return choose(early, plus(sleef1(Elementary::log, x), set(std::numbers::ln2)), result);
}

HWY_ATTR Vector asinh(Vector x) {
  const Vector result = sleef1(Elementary::asinh, x);
  const Lanes early = both(are_infinite(magnitude(result)), are_finite(x));
  if (HWY_LIKELY(!any(early))) return result;
  const Vector large = plus(sleef1(Elementary::log, magnitude(x)), set(std::numbers::ln2));
  return choose(early, with_sign_of(large, x), result);
}

HWY_ATTR Vector exp(Vector x) {
  const Vector result = sleef1(Elementary::exp, x);
  const Lanes early = both(are_infinite(result), are_finite(x));
  if (HWY_LIKELY(!any(early))) return result;
  return choose(early, exponential_by_halves(x, 1), result);
}

HWY_ATTR Vector expm1(Vector x) {
  const Vector result = sleef1(Elementary::expm1, x);
  const Lanes early = both(are_infinite(result), are_finite(x));
  if (HWY_LIKELY(!any(early))) return result;
  return choose(early, exponential_by_halves(x, 1), result);
}

HWY_ATTR Vector cosh(Vector x) {
  const Vector result = sleef1(Elementary::cosh, x);
  const Lanes early = both(are_infinite(result), are_finite(x));
  if (HWY_LIKELY(!any(early))) return result;
  return choose(early, exponential_by_halves(magnitude(x), 0.5), result);
}

HWY_ATTR Vector sinh(Vector x) {
  const Vector result = sleef1(Elementary::sinh, x);
  const Lanes early = both(are_infinite(magnitude(result)), are_finite(x));
  if (HWY_LIKELY(!any(early))) return result;
  return choose(early, with_sign_of(exponential_by_halves(magnitude(x), 0.5), x), result);
}

HWY_ATTR Vector pow(Vector x, Vector y) {
  const Vector result = sleef2(Elementary::pow, x, y);
  // 0 to a negative power is infinite in truth, and half of the least number is 0.
  const Lanes are_ordinary = both(both(are_finite(x), are_not_zero(x)), are_finite(y));
  const Lanes early = both(are_infinite(magnitude(result)), are_ordinary);
  if (HWY_LIKELY(!any(early))) return result;
  const Vector root = sleef2(Elementary::pow, magnitude(x), times(y, set(0.5)));
  return choose(early, with_sign_of(times(root, root), result), result);
}

// Exact in any implementation, so that of the C library will do.
HWY_ATTR Vector fmod(Vector x, Vector y) {
  HWY_ALIGN double a[kLanes];
  HWY_ALIGN double b[kLanes];
  store(x, a);
  store(y, b);
  for (std::size_t i = 0; i < kLanes; ++i) a[i] = std::fmod(a[i], b[i]);
  return load(a);
}

void* own_version(Elementary function) {
  switch (function) {
    case Elementary::log1p:
      return reinterpret_cast<void*>(&log1p);
    case Elementary::acosh:
      return reinterpret_cast<void*>(&acosh);
    case Elementary::asinh:
      return reinterpret_cast<void*>(&asinh);
    case Elementary::exp:
      return reinterpret_cast<void*>(&exp);
    case Elementary::expm1:
      return reinterpret_cast<void*>(&expm1);
    case Elementary::cosh:
      return reinterpret_cast<void*>(&cosh);
    case Elementary::sinh:
      return reinterpret_cast<void*>(&sinh);
    case Elementary::pow:
      return reinterpret_cast<void*>(&pow);
    case Elementary::fmod:
      return reinterpret_cast<void*>(&fmod);
    default:
      return nullptr;
  }
}

void FillElementaries(FindSymbol find) {
  elementaries.lanes = kLanes;
  for (std::size_t i = 0; i < kElementaries; ++i) {
    const auto function = static_cast<Elementary>(i);
    sleef[i] = find(function, kWidth, kSet);
    void* const own = own_version(function);
    elementaries.functions[i] = own == nullptr ? sleef[i] : own;
  }
}

const ElementaryFunctions* Elementaries() { return &elementaries; }

HWY_ATTR void Apply(void* function, bool is_unary, const double* a, const double* b,
                    std::size_t count, double* out) {
  if (is_unary) {
    const auto unary = reinterpret_cast<Unary>(function);
    for (std::size_t i = 0; i < count; i += kLanes) store(unary(load(a + i)), out + i);
  } else {
    const auto binary = reinterpret_cast<Binary>(function);
    for (std::size_t i = 0; i < count; i += kLanes) {
      store(binary(load(a + i), load(b + i)), out + i);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hilo
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hilo {

HILO_EXPORT(FillElementaries);
HILO_EXPORT(Elementaries);
HILO_EXPORT(Apply);

namespace {

constexpr const char* kLibrary = "libsleef.so.3";

void* library = nullptr;

// Empty for fmod.
std::string_view sleef_name(Elementary function) {
  constexpr std::string_view kNames[kElementaries] = {
      "acos_u10", "acosh_u10", "asin_u10",  "asinh_u10", "atan_u10",  "atanh_u10",
      "cbrt_u10", "cos_u10",   "cosh_u10",  "exp_u10",   "exp2_u10",  "expm1_u10",
      "log_u10",  "log10_u10", "log1p_u10", "log2_u10",  "sin_u10",   "sinh_u10",
      "tan_u10",  "tanh_u10",  "atan2_u10", {},          "hypot_u05", "pow_u10"};
  return kNames[static_cast<std::size_t>(function)];
}

std::string missing;  // a symbol that was not found

// "log1p_u10" for 8 lanes: Sleef_finz_log1pd8_u10avx512f
void* find_symbol(Elementary function, const char* width, const char* set) {
  const std::string_view name = sleef_name(function);
  if (name.empty() || library == nullptr) return nullptr;
  const std::size_t accuracy = name.find('_');
  std::string symbol = "Sleef_finz_";
  symbol.append(name.substr(0, accuracy)).append(width).append(name.substr(accuracy)).append(set);
  void* const found = ::dlsym(library, symbol.c_str());
  if (found == nullptr) missing = symbol;
  return found;
}

bool has_fused_multiplication() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("fma") && __builtin_cpu_supports("avx2");
#else
  return true;
#endif
}

// What is beside the library comes first: a package brings its own.
Result<void> open_library() {
  if (library != nullptr) return {};
  if (!has_fused_multiplication()) {
    return failure(ErrorCode::usage,
                   "expected a processor with fused multiplications (FMA) for functions in an "
                   "expression, found none");
  }
  for (const std::string& place : companion_places(kLibrary)) {
    if (library == nullptr) library = ::dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
  }
  if (library == nullptr) library = ::dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (library != nullptr) return {};
  const char* const reason = ::dlerror();
  return failure(ErrorCode::usage,
                 std::string("expected the library SLEEF (libsleef3) for functions in an "
                             "expression, found: ") +
                     (reason == nullptr ? "nothing" : reason));
}

std::mutex mutex;
bool is_filled[kDispatchTargets] = {};
bool has_sleef[kDispatchTargets] = {};

}  // namespace

Result<const ElementaryFunctions*> elementary_functions(bool with_sleef) {
  const std::size_t index = dispatch_index(Work::much);
  const std::lock_guard lock(mutex);
  if (with_sleef && !has_sleef[index]) {
    if (auto opened = open_library(); !opened) return Failure(std::move(opened.error()));
    is_filled[index] = false;
  }
  if (!is_filled[index]) {
    missing.clear();
    (*kFillElementariesVersions[index])(find_symbol);
    is_filled[index] = true;
    has_sleef[index] = library != nullptr && missing.empty();
  }
  if (with_sleef && !has_sleef[index]) {
    return failure(ErrorCode::usage,
                   "expected SLEEF 3.5 or later, found no " + missing + " in " + kLibrary);
  }
  return (*kElementariesVersions[index])();
}

void apply(const ElementaryFunctions& functions, Elementary function, const double* a,
           const double* b, std::size_t count, double* out) {
  HILO_DISPATCH(Apply, Work::much)
  (functions.functions[static_cast<std::size_t>(function)], function < Elementary::atan2, a, b,
   count, out);
}

}  // namespace hilo
#endif  // HWY_ONCE
