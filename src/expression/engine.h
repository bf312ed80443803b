// Runs a transform over blocks of elements, interpreted or compiled.
//
// Both ways give the same bits, so which one runs may change at any time: a run begins with the
// interpreter and compiles when it has computed so much that the compiler's time is paid back.
#ifndef HILO_EXPRESSION_ENGINE_H_
#define HILO_EXPRESSION_ENGINE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>

#include "expression/expression.h"
#include "expression/jit.h"
#include "hilo/error.h"
#include "hilo/transform.h"

namespace hilo {

// What all workers of a run share.
class TransformEngine {
 public:
  // USAGE for what is no expression, where both an expression and a function are given, a function
  // has no identity, or SLEEF or, with Jit::on, the compiler is missing. Where it does not run
  // here, but on other machines, it is only parsed.
  static Result<std::unique_ptr<TransformEngine>> make(const Transform& transform,
                                                       bool runs_here = true);

  const Transform& transform() const { return transform_; }
  const Expression& expression() const { return expression_; }
  const ElementaryFunctions* elementaries() const { return elementaries_; }
  BlockFunction::Function* function() const { return transform_.function.function; }

  // Whether values are computed, rather than those of the elements kept.
  bool has_value() const { return function() != nullptr || expression_.has_value(); }
  bool has_condition() const { return expression_.has_condition(); }

  // Null while the program is interpreted.
  CompiledFunction* compiled() const { return compiled_.load(std::memory_order_acquire); }

  // So many elements were interpreted; compiles when it is time. By any thread.
  void count(std::size_t elements);

 private:
  TransformEngine(Expression expression, Transform transform);

  Result<void> compile();

  Expression expression_;
  Transform transform_;
  const ElementaryFunctions* elementaries_ = nullptr;
  std::uint64_t steps_;  // of an element
  std::uint64_t worth_;  // so much work pays the compiler's time
  bool may_compile_;
  std::atomic<std::uint64_t> work_ = 0;  // steps times elements
  std::mutex mutex_;                     // guards code_
  std::unique_ptr<CompiledProgram> code_;
  std::atomic<CompiledFunction*> compiled_ = nullptr;
};

// None where the transform is empty.
Result<std::unique_ptr<TransformEngine>> make_engine(const Transform& transform,
                                                     bool runs_here = true);

}  // namespace hilo

#endif  // HILO_EXPRESSION_ENGINE_H_
