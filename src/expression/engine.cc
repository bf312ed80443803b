#include "expression/engine.h"

#include <algorithm>
#include <utility>

#include "base/controls.h"

namespace hilo {
namespace {

// About 20 ms of interpreting: what the compiler takes over a short program, with its loading.
constexpr std::uint64_t kWorthCompiling = std::uint64_t{20} << 20;
// A call of an elementary function, in steps.
constexpr std::uint64_t kCallSteps = 8;

bool is_call(const Step& step) {
  return step.operation == Operation::call1 || step.operation == Operation::call2;
}

std::uint64_t steps_of(const Program& program) {
  std::uint64_t steps = 0;
  for (std::size_t i = 0; i < program.size; ++i) {
    steps += is_call(program.steps[i]) ? kCallSteps : 1;
  }
  return steps;
}

bool has_calls(const Program& program) {
  return std::any_of(program.steps, program.steps + program.size, is_call);
}

bool needs_sleef(const Program& program) {
  return std::any_of(program.steps, program.steps + program.size, [](const Step& step) {
    return is_call(step) && step.function != Elementary::fmod;
  });
}

// The compiler takes longer over longer programs.
std::uint64_t worth_of(const Program& program) {
  constexpr std::uint64_t kShortProgram = 32;
  return kWorthCompiling * (1 + program.size / kShortProgram);
}

Result<void> check_function(const Transform& transform) {
  if (transform.function.function == nullptr && transform.function.identity.empty()) return {};
  if (!transform.expr.empty()) {
    return failure(ErrorCode::usage, "expected an expression or a function, found both");
  }
  if (transform.function.function == nullptr) {
    return failure(ErrorCode::usage, "expected a function with its identity, found none");
  }
  const std::string& identity = transform.function.identity;
  if (identity.empty() || identity.size() > kMostExpressionBytes || has_controls(identity)) {
    return failure(ErrorCode::usage, "expected an identity of the function, of at most " +
                                         std::to_string(kMostExpressionBytes) +
                                         " bytes and without control characters, found " +
                                         (identity.empty() ? "none" : "another"));
  }
  return {};
}

}  // namespace

TransformEngine::TransformEngine(Expression expression, Transform transform)
    : expression_(std::move(expression)),
      transform_(std::move(transform)),
      steps_(steps_of(expression_.program())),
      worth_(worth_of(expression_.program())),
      may_compile_(transform_.jit != Jit::off && expression_.program().size > 0) {}

Result<std::unique_ptr<TransformEngine>> TransformEngine::make(const Transform& transform,
                                                               bool runs_here) {
  if (auto checked = check_function(transform); !checked) {
    return Failure(std::move(checked.error()));
  }
  auto expression = Expression::parse(transform.expr, transform.where);
  if (!expression) return Failure(std::move(expression.error()));
  std::unique_ptr<TransformEngine> engine(new TransformEngine(std::move(*expression), transform));
  if (!runs_here) return engine;
  const Program program = engine->expression_.program();
  if (has_calls(program)) {
    const auto elementaries = elementary_functions(needs_sleef(program));
    if (!elementaries) return Failure(elementaries.error());
    engine->elementaries_ = *elementaries;
  }
  if (transform.jit == Jit::on && engine->may_compile_) {
    if (auto compiled = engine->compile(); !compiled) return Failure(std::move(compiled.error()));
  }
  return engine;
}

Result<void> TransformEngine::compile() {
  auto code = CompiledProgram::compile(expression_.program(), elementaries_);
  if (!code) return Failure(std::move(code.error()));
  code_ = std::move(*code);
  compiled_.store(code_->function(), std::memory_order_release);
  return {};
}

Result<std::unique_ptr<TransformEngine>> make_engine(const Transform& transform, bool runs_here) {
  const BlockFunction& function = transform.function;
  const bool is_empty = transform.expr.empty() && transform.where.empty() &&
                        function.function == nullptr && function.identity.empty();
  if (is_empty) return nullptr;
  return TransformEngine::make(transform, runs_here);
}

void TransformEngine::count(std::size_t elements) {
  if (!may_compile_) return;
  const std::uint64_t work = elements * steps_;
  const std::uint64_t before = work_.fetch_add(work, std::memory_order_relaxed);
  // One thread compiles; the others go on interpreting until it is done.
  if (before >= worth_ || before + work < worth_) return;
  const std::lock_guard lock(mutex_);
  (void)compile();  // without a compiler, the interpreter goes on
}

}  // namespace hilo
