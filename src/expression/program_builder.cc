#include "expression/program_builder.h"

#include <bit>

namespace hilo {
namespace {

// What both engines would compute: IEEE 754 has one answer.
std::optional<double> folded(Operation operation, double a, double b) {
  switch (operation) {
    case Operation::add:
      return a + b;
    case Operation::subtract:
      return a - b;
    case Operation::multiply:
      return a * b;
    case Operation::divide:
      return a / b;
    case Operation::negate:
      return -a;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<double> ProgramBuilder::constant_at(StepIndex step) const {
  if (steps_[step].operation != Operation::constant) return std::nullopt;
  return steps_[step].constant;
}

StepIndex ProgramBuilder::insert(const Step& step) {
  const Key key = {step.operation, step.function, step.a,
                   step.b,         step.c,        std::bit_cast<std::uint64_t>(step.constant)};
  const auto [place, is_new] = known_.try_emplace(key, static_cast<StepIndex>(steps_.size()));
  if (!is_new) return place->second;
  if (is_full()) {
    known_.erase(place);
    return static_cast<StepIndex>(steps_.size() - 1);
  }
  steps_.push_back(step);
  return place->second;
}

StepIndex ProgramBuilder::constant(double value) {
  Step step;
  step.operation = Operation::constant;
  step.constant = value;
  return insert(step);
}

StepIndex ProgramBuilder::call(Elementary function, StepIndex a, StepIndex b) {
  Step step;
  step.operation = function < Elementary::atan2 ? Operation::call1 : Operation::call2;
  step.function = function;
  step.a = a;
  step.b = b;
  return insert(step);
}

StepIndex ProgramBuilder::add(Operation operation, StepIndex a, StepIndex b, StepIndex c) {
  const int operands = operands_of(operation);
  if (operands == 1 || operands == 2) {
    const auto first = constant_at(a);
    const auto second = operands == 2 ? constant_at(b) : first;
    if (first && second) {
      if (const auto value = folded(operation, *first, *second)) return constant(*value);
    }
  }
  Step step;
  step.operation = operation;
  step.a = a;
  step.b = b;
  step.c = c;
  return insert(step);
}

}  // namespace hilo
