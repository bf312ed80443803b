// No text crashes the parser of expressions or hangs it; what it takes for an expression reads back
// from its one spelling as the same, and the interpreter runs it. A line feed parts the expression
// from the condition.
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>

#include "hilo/transform.h"

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const double kNumbers[] = {0.0, -0.0, 1, -2.5, 1e300, -1e-310, kInfinity, -kInfinity, std::nan("")};
constexpr std::size_t kCount = sizeof(kNumbers) / sizeof(kNumbers[0]);

void require(bool condition) {
  if (!condition) std::abort();
}

bool are_same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
         (std::isnan(a) && std::isnan(b));
}

void check_refusal(std::string_view text, const hilo::Error& error) {
  require(error.code == hilo::ErrorCode::usage);
  require(error.offset <= static_cast<std::int64_t>(text.size()));
  if (error.offset >= 0) (void)hilo::with_caret(text, static_cast<std::size_t>(error.offset));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  hilo::Transform written;
  written.expr = text.substr(0, line);
  if (line != text.npos) written.where = text.substr(line + 1);
  written.jit = hilo::Jit::off;

  hilo::Transform canonical = written;
  if (!written.expr.empty()) {
    auto expr = hilo::canonical_expr(written.expr);
    if (!expr) {
      check_refusal(written.expr, expr.error());
      return 0;
    }
    require(hilo::canonical_expr(*expr) == *expr);
    canonical.expr = *expr;
  }
  if (!written.where.empty()) {
    auto where = hilo::canonical_where(written.where);
    if (!where) {
      check_refusal(written.where, where.error());
      return 0;
    }
    require(hilo::canonical_where(*where) == *where);
    canonical.where = *where;
  }
  double values[kCount];
  double again[kCount];
  const auto kept = hilo::evaluate(written, kNumbers, kCount, values);
  require(kept.has_value() && *kept <= kCount);
  require(hilo::evaluate(canonical, kNumbers, kCount, again) == kept);
  for (std::size_t i = 0; i < *kept; ++i) require(are_same(values[i], again[i]));
  return 0;
}
