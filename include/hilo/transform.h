// What is computed of each element before it counts, and which elements count.
#ifndef HILO_TRANSFORM_H_
#define HILO_TRANSFORM_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "hilo/error.h"

namespace hilo {

// Whether expressions are compiled for the processor at hand. The result is the same, bit for bit.
enum class Jit : std::uint8_t {
  automatic,  // when there is enough to do for it to pay, and the compiler is installed
  on,         // at once; USAGE where the compiler is not installed
  off,        // interpreted
};

// A function of whoever calls: writes count numbers to `out`, each from the one in the same place
// of `in`. Called from all workers' threads at a time, with pieces of any length, and for all
// elements, whatever the condition. Numbers that it does not write are NaN. It must not throw.
struct BlockFunction {
  using Function = void(const double* in, double* out, std::int64_t count);
  Function* function = nullptr;
  // Tells it from others, in what is saved and shown; not empty, without control characters.
  std::string identity = {};
};

// Elements are converted to double for both (64-bit integers are rounded to nearest). With neither,
// or with `where` alone, they count as they are.
struct Transform {
  std::string expr = {};        // such as "log1p(abs(x)) * 2"; of the element where it is empty
  std::string where = {};       // such as "(x > 0) & (x < 1)"; all elements count where it is empty
  BlockFunction function = {};  // instead of `expr`
  Jit jit = Jit::automatic;     // of what is expressions
};

// The one spelling in which an expression, or a condition, is compared, saved and shown. USAGE,
// with the byte of the text where the fault is as its offset, for what is none.
Result<std::string> canonical_expr(std::string_view text);
Result<std::string> canonical_where(std::string_view text);

// What counts of `count` numbers, in their order: the values, or the numbers themselves. `out` has
// room for all of them. Gives how many count. USAGE as of hilo::stats.
Result<std::size_t> evaluate(const Transform& transform, const double* x, std::size_t count,
                             double* out);

// The line of `text` around a byte of it, and a caret below that: two lines that any terminal can
// show.
std::string with_caret(std::string_view text, std::size_t offset);

}  // namespace hilo

#endif  // HILO_TRANSFORM_H_
