// An expression as a list of steps, each computed from steps before it: what the parser makes and
// both engines run.
//
//   log1p(abs(x)) * 2, where x > 0:
//
//     0  element             x
//     1  absolute 0
//     2  call log1p 1
//     3  constant 2
//     4  multiply 2 3        <- value
//     5  constant 0
//     6  less 5 0            <- condition
//
// Everything that users can write is made of these few operations, so that what a function means
// is said once, in operations.cc, and an engine is short. A step that was there already is used
// again. A number is a double; a condition is true or false.
//
// These types cross into the plugin of the just-in-time compiler: no standard library in them.
#ifndef HILO_EXPRESSION_PROGRAM_H_
#define HILO_EXPRESSION_PROGRAM_H_

#include <cstddef>
#include <cstdint>

namespace hilo {

enum class Operation : std::uint8_t {
  // Numbers. IEEE 754 arithmetic, rounded to nearest, each on its own.
  element,
  constant,
  add,
  subtract,
  multiply,
  divide,
  negate,
  absolute,
  square_root,
  floor,
  ceil,
  trunc,
  rint,    // ties to even
  choose,  // b where the condition a is true, else c
  call1,   // an elementary function of a
  call2,   // of a and b
  // Conditions. A comparison with NaN is false, but not_equal is true.
  less,
  less_equal,
  equal,
  not_equal,
  both,
  either,
  differ,
  invert,
};

constexpr std::size_t kOperations = static_cast<std::size_t>(Operation::invert) + 1;

// Functions that are computed by SLEEF, but for fmod (elementary.h).
enum class Elementary : std::uint8_t {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  cbrt,
  cos,
  cosh,
  exp,
  exp2,
  expm1,
  log,
  log10,
  log1p,
  log2,
  sin,
  sinh,
  tan,
  tanh,
  atan2,  // from here on of two arguments
  fmod,
  hypot,
  pow,
};
constexpr std::size_t kElementaries = static_cast<std::size_t>(Elementary::pow) + 1;

struct Step {
  Operation operation = Operation::element;
  Elementary function = Elementary::acos;  // of a call
  std::uint16_t a = 0;                     // indices of steps
  std::uint16_t b = 0;
  std::uint16_t c = 0;
  double constant = 0;
};

// How many of a, b and c are steps.
constexpr int operands_of(Operation operation) {
  switch (operation) {
    case Operation::element:
    case Operation::constant:
      return 0;
    case Operation::negate:
    case Operation::absolute:
    case Operation::square_root:
    case Operation::floor:
    case Operation::ceil:
    case Operation::trunc:
    case Operation::rint:
    case Operation::call1:
    case Operation::invert:
      return 1;
    case Operation::choose:
      return 3;
    default:
      return 2;
  }
}

constexpr bool is_condition(Operation operation) { return operation >= Operation::less; }

// No step: the value is the element itself, or every value passes.
constexpr int kNoStep = -1;

// A view; whoever made the steps keeps them.
struct Program {
  const Step* steps = nullptr;
  std::size_t size = 0;
  int value = kNoStep;      // the step that is the value: a number
  int condition = kNoStep;  // the step that says which values are kept
};

}  // namespace hilo

#endif  // HILO_EXPRESSION_PROGRAM_H_
