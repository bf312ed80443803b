// What operators and functions mean, in steps.
#ifndef HILO_EXPRESSION_OPERATIONS_H_
#define HILO_EXPRESSION_OPERATIONS_H_

#include <span>
#include <string_view>

#include "expression/program_builder.h"

namespace hilo {

// A function that expressions may name.
struct FunctionName {
  std::string_view name;   // NumPy's
  std::string_view alias;  // another name that NumPy has for it; may be empty
  int arguments;           // all numbers, but the first one of `where`
  bool gives_condition;
  StepIndex (*build)(ProgramBuilder& program, std::span<const StepIndex> arguments);
};

// In the order of their names.
std::span<const FunctionName> function_names();

// Null where there is none of this name.
const FunctionName* find_function(std::string_view name);

// As NumPy has them for float64: the sign of `%` is that of b.
StepIndex build_floor_divide(ProgramBuilder& program, StepIndex a, StepIndex b);
StepIndex build_remainder(ProgramBuilder& program, StepIndex a, StepIndex b);

// a ** b; where b is the constant 2, 1, 0.5, 0 or -1, what NumPy computes for an array: a * a, a,
// sqrt(a), 1, 1 / a.
StepIndex build_power(ProgramBuilder& program, StepIndex a, StepIndex b);

// 1 where the condition is true, else 0.
StepIndex build_number(ProgramBuilder& program, StepIndex condition);

// A condition that is always true, or never.
StepIndex build_truth(ProgramBuilder& program, bool truth);

}  // namespace hilo

#endif  // HILO_EXPRESSION_OPERATIONS_H_
