// The steps of a program as one loop over vectors, in LLVM's intermediate representation.
#ifndef HILO_JIT_BLOCK_FUNCTION_H_
#define HILO_JIT_BLOCK_FUNCTION_H_

#include <llvm/IR/Module.h>

#include "expression/jit_abi.h"

namespace hilo::jit {

constexpr const char* kFunctionName = "hilo_block";

// Adds the function to the module, as CompiledFunction says.
void add_block_function(const JitRequest& request, llvm::Module& module);

}  // namespace hilo::jit

#endif  // HILO_JIT_BLOCK_FUNCTION_H_
