// Large arrays are scanned in pieces, so that one file can use all workers.
#ifndef HILO_EXECUTE_PIECES_H_
#define HILO_EXECUTE_PIECES_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "hilo/array_info.h"
#include "hilo/dtype.h"
#include "hilo/error.h"

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

// Which pieces of a file were given to workers, and what came back. Pieces are given out from the
// first on, and none any more after an error or a stop.
class PieceProgress {
 public:
  PieceProgress() = default;
  explicit PieceProgress(const Pieces& pieces) : pieces_(pieces), wanted_(pieces.count()) {}

  const Pieces& pieces() const { return pieces_; }

  bool has_next() const { return taken_ < wanted_; }
  std::int64_t take_next() { return taken_++; }

  // A piece that was taken is done, with an error where it failed. The first error in the order of
  // the pieces is the file's: it is always among the pieces that were taken.
  void finish(std::int64_t piece, std::optional<Error> error, bool was_stopped) {
    ++finished_;
    was_stopped_ = was_stopped_ || was_stopped;
    if (error && (!error_ || piece < failed_piece_)) {
      error_ = std::move(error);
      failed_piece_ = piece;
    }
    if (error_ || was_stopped_) wanted_ = taken_;
  }

  bool is_done() const { return finished_ == wanted_; }
  std::optional<Error> take_error() { return std::exchange(error_, std::nullopt); }
  bool was_stopped() const { return was_stopped_; }

 private:
  Pieces pieces_;
  std::int64_t wanted_ = 0;
  std::int64_t taken_ = 0;
  std::int64_t finished_ = 0;
  std::int64_t failed_piece_ = 0;
  std::optional<Error> error_;
  bool was_stopped_ = false;
};

}  // namespace hilo

#endif  // HILO_EXECUTE_PIECES_H_
