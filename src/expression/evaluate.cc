#include <algorithm>
#include <cstring>
#include <memory>

#include "base/float_environment.h"
#include "expression/block_runner.h"
#include "expression/engine.h"
#include "hilo/transform.h"
#include "kernel/compress.h"

namespace hilo {
namespace {

struct alignas(64) Block {
  double x[kExpressionBlock];
  double values[kExpressionBlock];
  double kept[kExpressionBlock + kCompressSlack / sizeof(double)];
  std::uint8_t bits[kExpressionBlock / 8];
};

}  // namespace

Result<std::size_t> evaluate(const Transform& transform, const double* x, std::size_t count,
                             double* out) {
  const auto engine = TransformEngine::make(transform);
  if (!engine) return Failure(engine.error());
  const FloatEnvironment environment;
  BlockRunner runner(**engine);
  const auto block = std::make_unique<Block>();
  std::size_t kept = 0;
  for (std::size_t done = 0; done < count; done += kExpressionBlock) {
    const std::size_t now = std::min(kExpressionBlock, count - done);
    std::copy_n(x + done, now, block->x);
    std::fill(block->x + now, block->x + padded(now), 0.0);
    runner.run(block->x, now, block->values, block->bits);
    const double* from = (*engine)->has_value() ? block->values : block->x;
    std::size_t passed = now;
    if ((*engine)->has_condition()) {
      passed = compress(from, sizeof(double), now, block->bits, block->kept);
      from = block->kept;
    }
    std::copy_n(from, passed, out + kept);
    kept += passed;
  }
  return kept;
}

}  // namespace hilo
