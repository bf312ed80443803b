// Runs a program step by step over a block of elements: the reference for every other engine.
#ifndef HILO_EXPRESSION_INTERPRETER_H_
#define HILO_EXPRESSION_INTERPRETER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "expression/elementary.h"
#include "expression/program.h"

namespace hilo {

// Elements that are computed at a time: few enough for the intermediate values to stay in the
// first-level cache.
constexpr std::size_t kExpressionBlock = 512;
// Blocks are whole numbers of these: no instruction set has more lanes.
constexpr std::size_t kExpressionLanes = 8;

// One per thread.
class Interpreter {
 public:
  // `functions` may be null where the program calls none. Both must outlive it.
  Interpreter(Program program, const ElementaryFunctions* functions);
  ~Interpreter();
  Interpreter(Interpreter&&) noexcept;
  Interpreter& operator=(Interpreter&&) noexcept;

  // Computes the value of each element into `values`, aligned to 64 bytes, and the condition into
  // bit i % 8 of bits[i / 8]. Either may be null, and is where the program has none. `count` is at
  // most kExpressionBlock and a multiple of kExpressionLanes; `x` needs no alignment.
  void run(const double* x, std::size_t count, double* values, std::uint8_t* bits);

 private:
  struct Registers;

  Program program_;
  const ElementaryFunctions* functions_;
  std::vector<std::uint16_t> register_of_;  // of each step
  std::unique_ptr<Registers> registers_;
};

}  // namespace hilo

#endif  // HILO_EXPRESSION_INTERPRETER_H_
