#include "expression/block_runner.h"

namespace hilo {

void BlockRunner::run(const double* x, std::size_t count, double* values, std::uint8_t* bits) {
  if (auto* const function = engine_.function(); function != nullptr) {
    function(x, values, static_cast<std::int64_t>(count));
  }
  const Program program = engine_.expression().program();
  if (program.size == 0) return;
  if (CompiledFunction* const compiled = engine_.compiled(); compiled != nullptr) {
    compiled(x, padded(count), values, bits);
    return;
  }
  if (!interpreter_) interpreter_.emplace(program, engine_.elementaries());
  interpreter_->run(x, padded(count), values, bits);
  engine_.count(count);
}

}  // namespace hilo
