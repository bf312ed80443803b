#include "expression/block_runner.h"

#include <algorithm>
#include <limits>

namespace hilo {

void BlockRunner::run(const double* x, std::size_t count, double* values, std::uint8_t* bits) {
  run_program(x, count, values, bits);
  if (auto* const function = engine_.function(); function != nullptr) {
    // What it leaves out, or all where it fails in a way that nobody hears of, is NaN.
    std::fill_n(values, count, std::numeric_limits<double>::quiet_NaN());
    function(x, values, static_cast<std::int64_t>(count));
  }
}

void BlockRunner::run_program(const double* x, std::size_t count, double* values,
                              std::uint8_t* bits) {
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
