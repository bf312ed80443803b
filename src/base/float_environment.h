// The floating-point environment that exactness rests on, for the length of a scope.
#ifndef HILO_BASE_FLOAT_ENVIRONMENT_H_
#define HILO_BASE_FLOAT_ENVIRONMENT_H_

#if defined(__x86_64__)
#include <immintrin.h>
#else
#include <cfenv>
#endif

namespace hilo {

// Rounds to nearest, keeps subnormals and raises no signals while it lives; the calling thread's
// own settings and status flags come back after. Python extensions are known to change them.
class FloatEnvironment {
 public:
#if defined(__x86_64__)
  FloatEnvironment() : saved_(_mm_getcsr()) { _mm_setcsr(kDefault); }
  ~FloatEnvironment() { _mm_setcsr(saved_); }
#else
  FloatEnvironment() {
    std::fegetenv(&saved_);
    std::fesetenv(FE_DFL_ENV);
  }
  ~FloatEnvironment() { std::fesetenv(&saved_); }
#endif
  FloatEnvironment(const FloatEnvironment&) = delete;
  FloatEnvironment& operator=(const FloatEnvironment&) = delete;

 private:
#if defined(__x86_64__)
  static constexpr unsigned kDefault = 0x1F80;  // all exceptions masked, nothing flushed
  unsigned saved_;
#else
  std::fenv_t saved_;
#endif
};

}  // namespace hilo

#endif  // HILO_BASE_FLOAT_ENVIRONMENT_H_
