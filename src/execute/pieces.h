// Large arrays are scanned in pieces, so that one file can use all workers.
#ifndef HILO_EXECUTE_PIECES_H_
#define HILO_EXECUTE_PIECES_H_

#include <algorithm>
#include <cstdint>

#include "hilo/array_info.h"
#include "hilo/dtype.h"

namespace hilo {

constexpr std::int64_t kPieceBytes = std::int64_t{8} << 20;

// Whether an array is worth it.
inline bool is_shared(const ArrayInfo& info) { return info.data_bytes >= 2 * kPieceBytes; }

// Elements [first, last) of a piece.
struct Piece {
  std::int64_t first;
  std::int64_t last;
};

// The pieces of an array of `size` elements.
class Pieces {
 public:
  Pieces() = default;
  Pieces(Kind kind, std::int64_t size)
      : size_(size), per_piece_(kPieceBytes / static_cast<std::int64_t>(item_bytes(kind))) {}

  std::int64_t count() const { return (size_ + per_piece_ - 1) / per_piece_; }
  Piece operator[](std::int64_t number) const {
    const std::int64_t first = number * per_piece_;
    return {first, std::min(first + per_piece_, size_)};
  }

 private:
  std::int64_t size_ = 0;
  std::int64_t per_piece_ = 1;
};

}  // namespace hilo

#endif  // HILO_EXECUTE_PIECES_H_
