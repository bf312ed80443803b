// Large arrays are scanned in pieces, so that one file can use all workers.
//
// Pieces end where chunks end that a single worker would read, so that a file that fails in the
// middle fails with the same words whoever reads it. Chunks begin at the last element that begins
// at or before a multiple of their size; as many bytes as that element has before it, at most 7,
// all chunks and pieces of a file have.
#ifndef HILO_EXECUTE_PIECES_H_
#define HILO_EXECUTE_PIECES_H_

#include <algorithm>
#include <cstddef>
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

class Pieces {
 public:
  Pieces() = default;

  // `chunk_bytes` is a power of two.
  Pieces(const ArrayInfo& info, std::size_t chunk_bytes)
      : size_(info.size),
        item_bytes_(static_cast<std::int64_t>(item_bytes(info.dtype.kind))),
        data_offset_(info.data_offset),
        piece_bytes_(std::max(kPieceBytes, static_cast<std::int64_t>(chunk_bytes))),
        first_multiple_(info.data_offset / piece_bytes_) {
    if (size_ == 0) return;
    const std::int64_t last_byte = info.data_offset + info.data_bytes - 1;
    count_ = last_byte / piece_bytes_ - first_multiple_ + 1;
    // The first piece may be too short for an element; the last may hold the end of one only.
    if (count_ > 1 && boundary(1) == 0) {
      ++first_multiple_;
      --count_;
    }
    if (count_ > 1 && boundary(count_ - 1) == size_) --count_;
  }

  std::int64_t count() const { return count_; }

  Piece operator[](std::int64_t piece) const { return {boundary(piece), boundary(piece + 1)}; }

 private:
  // The first element of a piece; the array's size for the one after the last.
  std::int64_t boundary(std::int64_t piece) const {
    if (piece == 0) return 0;
    if (piece == count_) return size_;
    const std::int64_t offset = (first_multiple_ + piece) * piece_bytes_ - data_offset_;
    return std::min(offset / item_bytes_, size_);
  }

  std::int64_t size_ = 0;
  std::int64_t item_bytes_ = 1;
  std::int64_t data_offset_ = 0;
  std::int64_t piece_bytes_ = kPieceBytes;
  std::int64_t first_multiple_ = 0;  // of piece_bytes_, at or before the first element
  std::int64_t count_ = 0;
};

// Which pieces of a file were given to workers, and what came back. Pieces are given out from the
// first on, and none any more after an error or a stop.
class PieceProgress {
 public:
  PieceProgress() = default;
  explicit PieceProgress(const Pieces& pieces) : pieces_(pieces), wanted_(pieces.count()) {}

  const Pieces& pieces() const { return pieces_; }

  bool has_next() const { return taken_ < wanted_; }
  std::int64_t take_next() { return taken_++; }  // where there is one

  // Whether a piece can still matter: not beyond one that has failed, nor after a stop.
  bool needs(std::int64_t piece) const {
    return !was_stopped_ && (!error_ || piece < failed_piece_);
  }

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
