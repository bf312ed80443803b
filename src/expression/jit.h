// The just-in-time compiler, a plugin that is loaded when it is first needed: without an expression
// that is worth it, nothing of LLVM is in the process.
#ifndef HILO_EXPRESSION_JIT_H_
#define HILO_EXPRESSION_JIT_H_

#include <memory>

#include "expression/elementary.h"
#include "expression/jit_abi.h"
#include "expression/program.h"
#include "hilo/error.h"

namespace hilo {

// The machine code of a program; from any thread.
class CompiledProgram {
 public:
  // For the instruction set in use. `functions` may be null where the program calls none. USAGE
  // where the plugin is not installed, or is of another version of hilo.
  static Result<std::unique_ptr<CompiledProgram>> compile(const Program& program,
                                                          const ElementaryFunctions* functions);

  ~CompiledProgram();
  CompiledProgram(const CompiledProgram&) = delete;
  CompiledProgram& operator=(const CompiledProgram&) = delete;

  CompiledFunction* function() const { return reply_.function; }

 private:
  CompiledProgram(const JitPlugin& plugin, const JitReply& reply)
      : plugin_(plugin), reply_(reply) {}

  const JitPlugin& plugin_;
  JitReply reply_;
};

}  // namespace hilo

#endif  // HILO_EXPRESSION_JIT_H_
