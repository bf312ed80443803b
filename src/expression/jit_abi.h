// What the library and its plugin with the compiler say to each other. Both are of the same version
// of hilo; plain types only, as each may have a C++ library of its own.
#ifndef HILO_EXPRESSION_JIT_ABI_H_
#define HILO_EXPRESSION_JIT_ABI_H_

#include <cstddef>
#include <cstdint>

#include "expression/program.h"

namespace hilo {

// As Interpreter::run(), for any number of elements that is a multiple of 8.
using CompiledFunction = void(const double* x, std::size_t count, double* values,
                              std::uint8_t* bits);

struct JitRequest {
  Program program;
  std::size_t lanes = 1;             // of vectors: 1, 2, 4 or 8
  const char* features = "";         // of the processor, in LLVM's names: "+avx2,+fma"
  void* const* functions = nullptr;  // as in ElementaryFunctions
  std::size_t function_lanes = 1;    // `lanes`, or 1
};

struct JitReply {
  CompiledFunction* function = nullptr;
  void* code = nullptr;    // what `release` takes
  char message[512] = {};  // why there is no function
};

// Changes with what crosses between the two.
constexpr std::size_t kJitAbi =
    (sizeof(Step) << 24) + (sizeof(JitRequest) << 16) + (kElementaries << 8) + kOperations;

// What the plugin exports as hilo_jit.
struct JitPlugin {
  const char* version = nullptr;
  std::size_t abi = 0;  // kJitAbi
  bool (*compile)(const JitRequest* request, JitReply* reply) = nullptr;
  void (*release)(void* code) = nullptr;
};

}  // namespace hilo

#endif  // HILO_EXPRESSION_JIT_ABI_H_
