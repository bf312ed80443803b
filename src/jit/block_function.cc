// Vectors are written out, one operation for each step, so that nothing is left for an optimiser to
// rearrange: no operation may be fused, reassociated or approximated. Instructions carry no
// fast-math flags, and floating-point operations without them are IEEE 754's.
//
// For 8 lanes, x > 0 becomes:
//
//   loop:
//     %i = phi i64 [ 0, %entry ], [ %next, %loop ]
//     %x = load <8 x double>, ptr (%x0 + %i)
//     %c = fcmp olt <8 x double> zeroinitializer, %x
//     %mask = bitcast <8 x i1> %c to i8
//     store i8 %mask, ptr (%bits + %i / 8)
//     %next = add i64 %i, 8
//     br (%next < %count), %loop, %done
//
// Elementary functions are called by address, with a vector or, where they take one number at a
// time, once for each lane.
#include "jit/block_function.h"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Intrinsics.h>

#include <cstdint>
#include <string>
#include <vector>

namespace hilo::jit {
namespace {

class BlockFunction {
 public:
  BlockFunction(const JitRequest& request, llvm::Module& module)
      : request_(request),
        program_(request.program),
        context_(module.getContext()),
        builder_(context_),
        number_(llvm::Type::getDoubleTy(context_)),
        numbers_(vector_of(number_, request.lanes)) {
    llvm::Type* const pointer = llvm::PointerType::getUnqual(context_);
    llvm::Type* const parameters[] = {pointer, builder_.getInt64Ty(), pointer, pointer};
    function_ =
        llvm::Function::Create(llvm::FunctionType::get(builder_.getVoidTy(), parameters, false),
                               llvm::Function::ExternalLinkage, kFunctionName, module);
    function_->addFnAttr(llvm::Attribute::NoUnwind);
    // Vectors of 512 bits are passed in one register only where this allows them.
    const std::string bits = std::to_string(request.lanes * 64);
    function_->addFnAttr("min-legal-vector-width", bits);
    function_->addFnAttr("prefer-vector-width", bits);
  }

  void build() {
    llvm::BasicBlock* const entry = llvm::BasicBlock::Create(context_, "entry", function_);
    llvm::BasicBlock* const loop = llvm::BasicBlock::Create(context_, "loop", function_);
    llvm::BasicBlock* const done = llvm::BasicBlock::Create(context_, "done", function_);
    llvm::Value* const count = function_->getArg(1);
    llvm::Value* const zero = builder_.getInt64(0);

    builder_.SetInsertPoint(entry);
    builder_.CreateCondBr(builder_.CreateICmpEQ(count, zero), done, loop);

    builder_.SetInsertPoint(loop);
    llvm::PHINode* const index = builder_.CreatePHI(builder_.getInt64Ty(), 2);
    add_body(index);
    llvm::Value* const next = builder_.CreateAdd(index, builder_.getInt64(request_.lanes));
    index->addIncoming(zero, entry);
    index->addIncoming(next, loop);
    builder_.CreateCondBr(builder_.CreateICmpULT(next, count), loop, done);

    builder_.SetInsertPoint(done);
    builder_.CreateRetVoid();
  }

 private:
  static llvm::Type* vector_of(llvm::Type* element, std::size_t lanes) {
    if (lanes == 1) return element;
    return llvm::FixedVectorType::get(element, static_cast<unsigned>(lanes));
  }

  void add_body(llvm::Value* index) {
    const llvm::Align alignment(sizeof(double));
    llvm::Value* const place = builder_.CreateGEP(number_, function_->getArg(0), index);
    element_ = builder_.CreateAlignedLoad(numbers_, place, alignment);
    for (std::size_t i = 0; i < program_.size; ++i)
      results_.push_back(result_of(program_.steps[i]));
    if (program_.value != kNoStep) {
      llvm::Value* const to = builder_.CreateGEP(number_, function_->getArg(2), index);
      builder_.CreateAlignedStore(result(program_.value), to, alignment);
    }
    if (program_.condition != kNoStep) store_bits(result(program_.condition), index);
  }

  // Fewer than eight lanes are a part of a byte, whose lower part is there already.
  void store_bits(llvm::Value* condition, llvm::Value* index) {
    llvm::Type* const byte = builder_.getInt8Ty();
    llvm::Value* const place = builder_.CreateGEP(byte, function_->getArg(3),
                                                  builder_.CreateLShr(index, builder_.getInt64(3)));
    const auto lanes = static_cast<unsigned>(request_.lanes);
    llvm::Value* bits = builder_.CreateBitCast(condition, builder_.getIntNTy(lanes));
    bits = builder_.CreateZExt(bits, byte);
    if (lanes < 8) {
      llvm::Value* const shift = builder_.CreateAnd(index, builder_.getInt64(7));
      llvm::Value* const is_first = builder_.CreateICmpEQ(shift, builder_.getInt64(0));
      llvm::Value* const before =
          builder_.CreateSelect(is_first, builder_.getInt8(0), builder_.CreateLoad(byte, place));
      bits = builder_.CreateShl(bits, builder_.CreateTrunc(shift, byte));
      bits = builder_.CreateOr(bits, before);
    }
    builder_.CreateStore(bits, place);
  }

  llvm::Value* result(int index) const { return results_[static_cast<std::size_t>(index)]; }

  llvm::Value* result_of(const Step& step) {
    llvm::Value* const a = operands_of(step.operation) > 0 ? results_[step.a] : nullptr;
    llvm::Value* const b = operands_of(step.operation) > 1 ? results_[step.b] : nullptr;
    switch (step.operation) {
      case Operation::element:
        return element_;
      case Operation::constant:
        return llvm::ConstantFP::get(numbers_, step.constant);
      case Operation::add:
        return builder_.CreateFAdd(a, b);
      case Operation::subtract:
        return builder_.CreateFSub(a, b);
      case Operation::multiply:
        return builder_.CreateFMul(a, b);
      case Operation::divide:
        return builder_.CreateFDiv(a, b);
      case Operation::negate:
        return builder_.CreateFNeg(a);
      case Operation::absolute:
        return builder_.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, a);
      case Operation::square_root:
        return builder_.CreateUnaryIntrinsic(llvm::Intrinsic::sqrt, a);
      case Operation::floor:
        return builder_.CreateUnaryIntrinsic(llvm::Intrinsic::floor, a);
      case Operation::ceil:
        return builder_.CreateUnaryIntrinsic(llvm::Intrinsic::ceil, a);
      case Operation::trunc:
        return builder_.CreateUnaryIntrinsic(llvm::Intrinsic::trunc, a);
      case Operation::rint:
        return builder_.CreateUnaryIntrinsic(llvm::Intrinsic::rint, a);
      case Operation::choose:
        return builder_.CreateSelect(a, b, results_[step.c]);
      case Operation::call1:
        return call(step.function, {a});
      case Operation::call2:
        return call(step.function, {a, b});
      case Operation::less:
        return builder_.CreateFCmpOLT(a, b);
      case Operation::less_equal:
        return builder_.CreateFCmpOLE(a, b);
      case Operation::equal:
        return builder_.CreateFCmpOEQ(a, b);
      case Operation::not_equal:
        return builder_.CreateFCmpUNE(a, b);
      case Operation::both:
        return builder_.CreateAnd(a, b);
      case Operation::either:
        return builder_.CreateOr(a, b);
      case Operation::differ:
        return builder_.CreateXor(a, b);
      case Operation::invert:
        return builder_.CreateNot(a);
    }
    return nullptr;
  }

  llvm::Value* call(Elementary function, const std::vector<llvm::Value*>& arguments) {
    llvm::Type* const type = vector_of(number_, request_.function_lanes);
    const std::vector<llvm::Type*> parameters(arguments.size(), type);
    auto* const signature = llvm::FunctionType::get(type, parameters, false);
    const auto address =
        reinterpret_cast<std::uintptr_t>(request_.functions[static_cast<std::size_t>(function)]);
    llvm::Value* const callee =
        builder_.CreateIntToPtr(builder_.getInt64(address), llvm::PointerType::getUnqual(context_));
    const auto called = [&](const std::vector<llvm::Value*>& values) {
      llvm::CallInst* const made = builder_.CreateCall(signature, callee, values);
      made->setDoesNotThrow();
      return made;
    };
    if (request_.function_lanes == request_.lanes) return called(arguments);
    llvm::Value* all = llvm::PoisonValue::get(numbers_);
    for (std::size_t lane = 0; lane < request_.lanes; ++lane) {
      std::vector<llvm::Value*> values;
      for (llvm::Value* argument : arguments) {
        values.push_back(builder_.CreateExtractElement(argument, lane));
      }
      all = builder_.CreateInsertElement(all, called(values), lane);
    }
    return all;
  }

  const JitRequest& request_;
  const Program& program_;
  llvm::LLVMContext& context_;
  llvm::IRBuilder<> builder_;
  llvm::Type* number_;
  llvm::Type* numbers_;
  llvm::Function* function_ = nullptr;
  llvm::Value* element_ = nullptr;
  std::vector<llvm::Value*> results_;
};

}  // namespace

void add_block_function(const JitRequest& request, llvm::Module& module) {
  BlockFunction(request, module).build();
}

}  // namespace hilo::jit
