// libhilo_jit.so: LLVM, and what makes machine code of a program with it. All of LLVM is linked in
// and hidden, so that another one in the process (numba's, PyTorch's) does not meet it.
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/TargetSelect.h>

#include <cmath>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "expression/jit_abi.h"
#include "jit/block_function.h"

namespace hilo::jit {
namespace {

using Engine = std::unique_ptr<llvm::orc::LLJIT>;

void initialize() {
  static std::once_flag once;
  std::call_once(once, [] {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
  });
}

llvm::orc::JITTargetMachineBuilder target_machine(const JitRequest& request) {
  llvm::orc::JITTargetMachineBuilder machine(llvm::Triple("x86_64-unknown-linux-gnu"));
  machine.setCPU("x86-64");
  llvm::SmallVector<llvm::StringRef> features;
  llvm::StringRef(request.features).split(features, ',', -1, false);
  for (const llvm::StringRef feature : features) machine.getFeatures().AddFeature(feature);
  machine.getOptions().AllowFPOpFusion = llvm::FPOpFusion::Strict;
  machine.setCodeGenOptLevel(llvm::CodeGenOptLevel::Default);
  return machine;
}

// What code calls where the instruction set has no instruction for it.
llvm::Error add_rounding(llvm::orc::LLJIT& engine) {
  const std::pair<const char*, double (*)(double)> functions[] = {
      {"floor", std::floor}, {"ceil", std::ceil}, {"trunc", std::trunc}, {"rint", std::rint}};
  llvm::orc::SymbolMap symbols;
  for (const auto& [name, function] : functions) {
    symbols[engine.mangleAndIntern(name)] = {llvm::orc::ExecutorAddr::fromPtr(function),
                                             llvm::JITSymbolFlags::Exported};
  }
  return engine.getMainJITDylib().define(llvm::orc::absoluteSymbols(std::move(symbols)));
}

llvm::Expected<Engine> compiled(const JitRequest& request) {
  auto engine = llvm::orc::LLJITBuilder()
                    .setJITTargetMachineBuilder(target_machine(request))
                    .setLinkProcessSymbolsByDefault(false)
                    .setPlatformSetUp(llvm::orc::setUpInactivePlatform)
                    .create();
  if (!engine) return engine.takeError();
  auto context = std::make_unique<llvm::LLVMContext>();
  auto module = std::make_unique<llvm::Module>("hilo", *context);
  module->setDataLayout((*engine)->getDataLayout());
  add_block_function(request, *module);
  if (auto error = add_rounding(**engine)) return error;
  if (auto error = (*engine)->addIRModule({std::move(module), std::move(context)})) {
    return error;
  }
  return engine;
}

bool explain(llvm::Error error, JitReply& reply) {
  const std::string text = llvm::toString(std::move(error));
  std::strncpy(reply.message, text.c_str(), sizeof(reply.message) - 1);
  return false;
}

bool compile(const JitRequest* request, JitReply* reply) {
  initialize();
  auto engine = compiled(*request);
  if (!engine) return explain(engine.takeError(), *reply);
  auto address = (*engine)->lookup(kFunctionName);
  if (!address) return explain(address.takeError(), *reply);
  reply->function = address->toPtr<CompiledFunction*>();
  reply->code = engine->release();
  return true;
}

void release(void* code) { delete static_cast<llvm::orc::LLJIT*>(code); }

}  // namespace
}  // namespace hilo::jit

// A name of C, looked up by dlsym.
// NOLINTBEGIN(readability-identifier-naming)
extern "C" __attribute__((visibility("default"))) const hilo::JitPlugin hilo_jit;
const hilo::JitPlugin hilo_jit = {HILO_VERSION, hilo::kJitAbi, hilo::jit::compile,
                                  hilo::jit::release};
// NOLINTEND(readability-identifier-naming)
