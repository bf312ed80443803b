// Runs a transform over one block of elements, whichever way is ready.
#ifndef HILO_EXPRESSION_BLOCK_RUNNER_H_
#define HILO_EXPRESSION_BLOCK_RUNNER_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "expression/engine.h"
#include "expression/interpreter.h"

namespace hilo {

// Up to the next whole vector.
constexpr std::size_t padded(std::size_t count) {
  return (count + kExpressionLanes - 1) / kExpressionLanes * kExpressionLanes;
}

// One per thread. The engine must outlive it.
class BlockRunner {
 public:
  explicit BlockRunner(TransformEngine& engine) : engine_(engine) {}

  // As Interpreter::run(), but that `count` is any up to kExpressionBlock; x, values and bits have
  // room for padded(count) elements, and what is beyond `count` is of no meaning.
  void run(const double* x, std::size_t count, double* values, std::uint8_t* bits);

 private:
  void run_program(const double* x, std::size_t count, double* values, std::uint8_t* bits);

  TransformEngine& engine_;
  std::optional<Interpreter> interpreter_;  // made when it is first needed
};

}  // namespace hilo

#endif  // HILO_EXPRESSION_BLOCK_RUNNER_H_
