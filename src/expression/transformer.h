// From elements of any dtype to those that count, as they count, and on to an accumulator.
#ifndef HILO_EXPRESSION_TRANSFORMER_H_
#define HILO_EXPRESSION_TRANSFORMER_H_

#include <cstddef>
#include <memory>

#include "expression/block_runner.h"
#include "expression/engine.h"
#include "hilo/dtype.h"
#include "hilo/exact_state.h"
#include "kernel/accumulator.h"

namespace hilo {

// One per worker thread.
class Transformer {
 public:
  // The engine must outlive it.
  explicit Transformer(TransformEngine& engine);
  ~Transformer();
  Transformer(const Transformer&) = delete;
  Transformer& operator=(const Transformer&) = delete;

  // As Accumulator::add, of what the transform makes of the elements.
  void add(Dtype dtype, const void* data, std::size_t count, Accumulator& accumulator,
           ExactState& state);

 private:
  struct Buffers;

  const void* native_elements(Dtype dtype, const unsigned char* data, std::size_t count);
  const double* numbers(Kind kind, const void* native, std::size_t count);
  void keep(Dtype dtype, const void* native, std::size_t count);

  TransformEngine& engine_;
  BlockRunner runner_;
  std::unique_ptr<Buffers> buffers_;
  std::size_t kept_ = 0;  // elements in the buffer of those that count
};

}  // namespace hilo

#endif  // HILO_EXPRESSION_TRANSFORMER_H_
