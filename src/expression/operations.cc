// NumPy is the authority. Where its documentation is silent (the sign of a zero, which of two NaN),
// one answer is chosen here, so that both engines and all instruction sets give the same.
#include "expression/operations.h"

#include <algorithm>
#include <limits>

namespace hilo {
namespace {

using Steps = std::span<const StepIndex>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

StepIndex is_nan(ProgramBuilder& program, StepIndex a) {
  return program.add(Operation::not_equal, a, a);
}

StepIndex is_negative(ProgramBuilder& program, StepIndex a) {
  return program.add(Operation::less, a, program.constant(0));
}

// NaN where either is NaN. Of two zeros of different signs, b.
StepIndex minimum(ProgramBuilder& program, StepIndex a, StepIndex b) {
  const StepIndex takes_a =
      program.add(Operation::either, program.add(Operation::less, a, b), is_nan(program, a));
  return program.add(Operation::choose, takes_a, a, b);
}

StepIndex maximum(ProgramBuilder& program, StepIndex a, StepIndex b) {
  const StepIndex takes_a =
      program.add(Operation::either, program.add(Operation::less, b, a), is_nan(program, a));
  return program.add(Operation::choose, takes_a, a, b);
}

// 1, 0 or -1; NaN for NaN.
StepIndex sign(ProgramBuilder& program, StepIndex a) {
  const StepIndex zero = program.constant(0);
  const StepIndex of_zero =
      program.add(Operation::choose, program.add(Operation::equal, a, zero), zero, a);
  const StepIndex below = program.add(Operation::choose, program.add(Operation::less, a, zero),
                                      program.constant(-1), of_zero);
  return program.add(Operation::choose, program.add(Operation::less, zero, a), program.constant(1),
                     below);
}

StepIndex magnitude_against_infinity(ProgramBuilder& program, Operation comparison, StepIndex a) {
  return program.add(comparison, program.add(Operation::absolute, a), program.constant(kInfinity));
}

template <Operation operation>
StepIndex build_operation(ProgramBuilder& program, Steps a) {
  return program.add(operation, a[0]);
}

template <Elementary function>
StepIndex build_call(ProgramBuilder& program, Steps a) {
  return program.call(function, a[0], a.size() > 1 ? a[1] : StepIndex{0});
}

template <StepIndex (*function)(ProgramBuilder&, StepIndex, StepIndex)>
StepIndex build_of_two(ProgramBuilder& program, Steps a) {
  return function(program, a[0], a[1]);
}

StepIndex build_clip(ProgramBuilder& program, Steps a) {
  return minimum(program, maximum(program, a[0], a[1]), a[2]);
}

StepIndex build_where(ProgramBuilder& program, Steps a) {
  return program.add(Operation::choose, a[0], a[1], a[2]);
}

StepIndex build_sign(ProgramBuilder& program, Steps a) { return sign(program, a[0]); }

StepIndex build_isnan(ProgramBuilder& program, Steps a) { return is_nan(program, a[0]); }

StepIndex build_isinf(ProgramBuilder& program, Steps a) {
  return magnitude_against_infinity(program, Operation::equal, a[0]);
}

StepIndex build_isfinite(ProgramBuilder& program, Steps a) {
  return magnitude_against_infinity(program, Operation::less, a[0]);
}

constexpr FunctionName number_function(std::string_view name, std::string_view alias, int arguments,
                                       decltype(FunctionName::build) build) {
  return {name, alias, arguments, false, build};
}

constexpr FunctionName test(std::string_view name, decltype(FunctionName::build) build) {
  return {name, {}, 1, true, build};
}

constexpr FunctionName kFunctions[] = {
    number_function("abs", "absolute", 1, build_operation<Operation::absolute>),
    number_function("arccos", "acos", 1, build_call<Elementary::acos>),
    number_function("arccosh", "acosh", 1, build_call<Elementary::acosh>),
    number_function("arcsin", "asin", 1, build_call<Elementary::asin>),
    number_function("arcsinh", "asinh", 1, build_call<Elementary::asinh>),
    number_function("arctan", "atan", 1, build_call<Elementary::atan>),
    number_function("arctan2", "atan2", 2, build_call<Elementary::atan2>),
    number_function("arctanh", "atanh", 1, build_call<Elementary::atanh>),
    number_function("cbrt", {}, 1, build_call<Elementary::cbrt>),
    number_function("ceil", {}, 1, build_operation<Operation::ceil>),
    number_function("clip", {}, 3, build_clip),
    number_function("cos", {}, 1, build_call<Elementary::cos>),
    number_function("cosh", {}, 1, build_call<Elementary::cosh>),
    number_function("exp", {}, 1, build_call<Elementary::exp>),
    number_function("exp2", {}, 1, build_call<Elementary::exp2>),
    number_function("expm1", {}, 1, build_call<Elementary::expm1>),
    number_function("floor", {}, 1, build_operation<Operation::floor>),
    number_function("hypot", {}, 2, build_call<Elementary::hypot>),
    test("isfinite", build_isfinite),
    test("isinf", build_isinf),
    test("isnan", build_isnan),
    number_function("log", {}, 1, build_call<Elementary::log>),
    number_function("log10", {}, 1, build_call<Elementary::log10>),
    number_function("log1p", {}, 1, build_call<Elementary::log1p>),
    number_function("log2", {}, 1, build_call<Elementary::log2>),
    number_function("maximum", {}, 2, build_of_two<maximum>),
    number_function("minimum", {}, 2, build_of_two<minimum>),
    number_function("rint", {}, 1, build_operation<Operation::rint>),
    number_function("sign", {}, 1, build_sign),
    number_function("sin", {}, 1, build_call<Elementary::sin>),
    number_function("sinh", {}, 1, build_call<Elementary::sinh>),
    number_function("sqrt", {}, 1, build_operation<Operation::square_root>),
    number_function("tan", {}, 1, build_call<Elementary::tan>),
    number_function("tanh", {}, 1, build_call<Elementary::tanh>),
    number_function("trunc", {}, 1, build_operation<Operation::trunc>),
    number_function("where", {}, 3, build_where),
};

// What fmod leaves has the sign of a; NumPy's remainder that of b, also where it is 0.
StepIndex with_sign_of_divisor(ProgramBuilder& program, StepIndex rest, StepIndex b) {
  const StepIndex is_other =
      program.add(Operation::differ, is_negative(program, b), is_negative(program, rest));
  const StepIndex moved =
      program.add(Operation::choose, is_other, program.add(Operation::add, rest, b), rest);
  const StepIndex zero = program.add(Operation::choose, is_negative(program, b),
                                     program.constant(-0.0), program.constant(0));
  const StepIndex is_rest = program.add(Operation::not_equal, rest, program.constant(0));  // NaN is
  return program.add(Operation::choose, is_rest, moved, zero);
}

}  // namespace

std::span<const FunctionName> function_names() { return kFunctions; }

const FunctionName* find_function(std::string_view name) {
  const auto found =
      std::find_if(std::begin(kFunctions), std::end(kFunctions), [&](const FunctionName& function) {
        return function.name == name || (!name.empty() && function.alias == name);
      });
  return found == std::end(kFunctions) ? nullptr : found;
}

StepIndex build_remainder(ProgramBuilder& program, StepIndex a, StepIndex b) {
  const StepIndex rest = program.call(Elementary::fmod, a, b);
  const StepIndex by_zero = program.add(Operation::equal, b, program.constant(0));
  return program.add(Operation::choose, by_zero, rest, with_sign_of_divisor(program, rest, b));
}

// The quotient without the remainder is a whole number but for its rounding.
StepIndex build_floor_divide(ProgramBuilder& program, StepIndex a, StepIndex b) {
  const StepIndex zero = program.constant(0);
  const StepIndex one = program.constant(1);
  const StepIndex rest = program.call(Elementary::fmod, a, b);
  const StepIndex whole =
      program.add(Operation::divide, program.add(Operation::subtract, a, rest), b);
  const StepIndex is_other =
      program.add(Operation::differ, is_negative(program, b), is_negative(program, rest));
  const StepIndex is_below =
      program.add(Operation::both, program.add(Operation::not_equal, rest, zero), is_other);
  const StepIndex quotient =
      program.add(Operation::choose, is_below, program.add(Operation::subtract, whole, one), whole);
  const StepIndex floored = program.add(Operation::floor, quotient);
  const StepIndex is_short = program.add(Operation::less, program.constant(0.5),
                                         program.add(Operation::subtract, quotient, floored));
  const StepIndex nearest =
      program.add(Operation::choose, is_short, program.add(Operation::add, floored, one), floored);
  // A zero with the sign of a / b, which is below 1.
  const StepIndex ratio = program.add(Operation::divide, a, b);
  const StepIndex signed_zero = program.add(Operation::multiply, ratio, zero);
  const StepIndex result = program.add(
      Operation::choose, program.add(Operation::not_equal, quotient, zero), nearest, signed_zero);
  return program.add(Operation::choose, program.add(Operation::equal, b, zero), ratio, result);
}

StepIndex build_power(ProgramBuilder& program, StepIndex a, StepIndex b) {
  const auto exponent = program.constant_at(b);
  if (exponent == 2.0) return program.add(Operation::multiply, a, a);
  if (exponent == 1.0) return a;
  if (exponent == 0.5) return program.add(Operation::square_root, a);
  if (exponent == 0.0) return program.constant(1);
  if (exponent == -1.0) return program.add(Operation::divide, program.constant(1), a);
  return program.call(Elementary::pow, a, b);
}

StepIndex build_number(ProgramBuilder& program, StepIndex condition) {
  return program.add(Operation::choose, condition, program.constant(1), program.constant(0));
}

StepIndex build_truth(ProgramBuilder& program, bool truth) {
  const StepIndex zero = program.constant(0);
  const StepIndex one = program.constant(1);
  return truth ? program.add(Operation::less, zero, one) : program.add(Operation::less, one, zero);
}

}  // namespace hilo
