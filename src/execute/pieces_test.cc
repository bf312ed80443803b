#include "execute/pieces.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace hilo {
namespace {

ArrayInfo array_of(Kind kind, std::int64_t size, std::int64_t data_offset) {
  ArrayInfo info;
  info.dtype.kind = kind;
  info.size = size;
  info.data_offset = data_offset;
  info.data_bytes = size * static_cast<std::int64_t>(item_bytes(kind));
  return info;
}

// The first element of each chunk that one worker reads, as Scanner::add_range() has it.
std::int64_t next_chunk(const ArrayInfo& info, std::int64_t first, std::int64_t chunk) {
  const auto item = static_cast<std::int64_t>(item_bytes(info.dtype.kind));
  const std::int64_t offset = info.data_offset + first * item;
  const std::int64_t room = chunk - offset % chunk;
  return std::min(info.size, first + (room < item ? chunk : room) / item);
}

TEST(PiecesTest, CoverTheArrayOnceAndEndWhereChunksEnd) {
  const std::int64_t chunk = std::int64_t{1} << 17;
  for (const Kind kind : {Kind::boolean, Kind::float16, Kind::int32, Kind::float64}) {
    for (const std::int64_t data_offset : {64, 80, 99, 128, 4097, (8 << 20) - 3, (8 << 20) + 64}) {
      const auto item = static_cast<std::int64_t>(item_bytes(kind));
      for (const std::int64_t bytes : {16 << 20, (16 << 20) + 8, (24 << 20) - 64, 40 << 20}) {
        const ArrayInfo info = array_of(kind, bytes / item, data_offset);
        const Pieces pieces(info, chunk);
        ASSERT_GE(pieces.count(), 2);
        std::int64_t chunk_begin = 0;
        for (std::int64_t piece = 0; piece < pieces.count(); ++piece) {
          EXPECT_EQ(pieces[piece].first, chunk_begin) << "piece " << piece;
          EXPECT_LT(pieces[piece].first, pieces[piece].last);
          while (chunk_begin < pieces[piece].last)
            chunk_begin = next_chunk(info, chunk_begin, chunk);
        }
        EXPECT_EQ(chunk_begin, info.size);
      }
    }
  }
}

TEST(PiecesTest, OfChunksThatAreLargerAreAsLarge) {
  const ArrayInfo info = array_of(Kind::float64, 5 << 20, 128);
  const Pieces pieces(info, std::size_t{32} << 20);
  EXPECT_EQ(pieces.count(), 2);
  EXPECT_EQ(pieces[0].last, (std::int64_t{32} << 20) / 8 - 16);
}

TEST(PieceProgressTest, TheFirstErrorInTheOrderOfThePiecesIsTheOne) {
  PieceProgress progress(Pieces(array_of(Kind::float64, 8 << 20, 128), 1 << 17));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(progress.take_next(), i);
  progress.finish(2, Error{ErrorCode::io, "later", {}, -1}, false);
  EXPECT_FALSE(progress.has_next());
  EXPECT_FALSE(progress.needs(3));
  EXPECT_TRUE(progress.needs(0));
  progress.finish(3, Error{ErrorCode::io, "last", {}, -1}, false);
  progress.finish(0, std::nullopt, false);
  EXPECT_FALSE(progress.is_done());
  progress.finish(1, Error{ErrorCode::io, "earlier", {}, -1}, false);
  EXPECT_TRUE(progress.is_done());
  EXPECT_EQ(progress.take_error()->message, "earlier");
}

TEST(PieceProgressTest, NothingIsGivenOutAfterAStop) {
  PieceProgress progress(Pieces(array_of(Kind::float64, 8 << 20, 128), 1 << 17));
  progress.take_next();
  progress.finish(0, std::nullopt, true);
  EXPECT_FALSE(progress.has_next());
  EXPECT_FALSE(progress.needs(0));
  EXPECT_TRUE(progress.is_done());
  EXPECT_TRUE(progress.was_stopped());
}

}  // namespace
}  // namespace hilo
