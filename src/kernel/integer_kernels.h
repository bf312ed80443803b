// Sums, sums of squares and extrema of integers, compiled once per instruction set.
//
// Integers need no slices: sums are plain integer additions with a written bound. The loops are
// such that the compiler makes vector code of them, but for 64 bits, which it does not know how to.
// Values are taken in pieces of at most kPiece, and within a piece, with |x| the magnitude:
//
//   kind      |x| <=      sum of a piece     squares of a piece
//   i1, u1    2^8         int32: 2^20        uint32: 2^28
//   i2, u2    2^16        int32: 2^28        uint64: 2^44  (a square: 2^32, uint32)
//   i4, u4    2^32        int64: 2^44        two uint64 for the halves of the squares: 2^44 each
//   i8, u8    2^64        halves: 2^44       halves of h^2, h l and l^2: 2^44 each
//
// where |x| = 2^32 h + l for 64 bits. bool is its number of non-zero bytes.
#ifndef HILO_KERNEL_INTEGER_KERNELS_H_
#define HILO_KERNEL_INTEGER_KERNELS_H_

#include <cstddef>
#include <cstdint>

#include "base/limbs.h"
#include "hilo/dtype.h"
#include "kernel/target.h"

namespace hilo {

struct IntegerSums {
  static constexpr std::size_t kPiece = std::size_t{1} << 12;

  Int128 sum = 0;
  // The sum of squares is squares_high * 2^64 + squares_low.
  Uint128 squares_low = 0;
  Uint128 squares_high = 0;
  // Extrema, in the half that fits the kind; undefined for no values.
  std::int64_t signed_min = 0;
  std::int64_t signed_max = 0;
  std::uint64_t unsigned_min = 0;
  std::uint64_t unsigned_max = 0;
};

// `kind` is bool or an integer, in native byte order; `data` needs no alignment. 1 <= count <=
// IntegerSums::kPiece.
IntegerSums sum_integers(Work work, Kind kind, const void* data, std::size_t count);

// As unsigned_min, unsigned_max for the unsigned kinds and bool, else signed_min, signed_max.
constexpr bool is_signed(Kind kind) { return kind >= Kind::int8 && kind <= Kind::int64; }

}  // namespace hilo

#endif  // HILO_KERNEL_INTEGER_KERNELS_H_
