#include "execute/worker_messages.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace hilo {
namespace {

TEST(WorkerMessagesTest, AreReadAsTheyWereWritten) {
  WorkerSetup setup;
  ASSERT_TRUE(read(to_bytes(WorkerSetup{1 << 17,
                                        NanPolicy::raise,
                                        "avx2",
                                        {.expr = "x * 2", .where = "x > 0", .jit = Jit::on},
                                        true,
                                        false}),
                   setup));
  EXPECT_EQ(setup.chunk_bytes, std::size_t{1} << 17);
  EXPECT_EQ(setup.nan_policy, NanPolicy::raise);
  EXPECT_EQ(setup.simd, "avx2");
  EXPECT_EQ(setup.transform.expr, "x * 2");
  EXPECT_EQ(setup.transform.where, "x > 0");
  EXPECT_EQ(setup.transform.jit, Jit::on);
  EXPECT_TRUE(setup.profile);
  EXPECT_FALSE(setup.trace);

  ScanFile scan;
  ASSERT_TRUE(read(to_bytes(ScanFile{"a b", true, 12}), scan));
  EXPECT_EQ(scan.path, "a b");
  EXPECT_EQ(scan.number, 12u);
  EXPECT_TRUE(scan.may_be_left);

  ArrayInfo info;
  info.dtype = {Kind::int16, std::endian::big};
  info.shape = {3, 4};
  info.data_offset = 128;
  info.size = 12;
  info.data_bytes = 24;
  TakeArray array;
  ASSERT_TRUE(read(to_bytes(TakeArray{info, {7, 1, 2, 3}, 13}), array));
  EXPECT_EQ(array.number, 13u);
  EXPECT_EQ(array.info, info);
  EXPECT_EQ(array.identity, (FileIdentity{7, 1, 2, 3}));

  ScanPiece piece;
  ASSERT_TRUE(read(to_bytes(ScanPiece{5, 9}), piece));
  EXPECT_EQ(piece.first, 5);
  EXPECT_EQ(piece.last, 9);

  FileAnswer skipped;
  skipped.was_cold = true;
  FileAnswer file;
  ASSERT_TRUE(read(to_bytes(skipped), file));
  EXPECT_EQ(file.outcome.form, FileOutcome::Form::skipped);
  EXPECT_TRUE(file.was_cold);
  EXPECT_FALSE(file.was_left);
  FileAnswer left;
  left.was_left = true;
  ASSERT_TRUE(read(to_bytes(left), file));
  EXPECT_TRUE(file.was_left);
  FileAnswer failed;
  failed.outcome.form = FileOutcome::Form::failed;
  failed.outcome.path = "a b";
  failed.outcome.error = Error{ErrorCode::open, "expected", "a b", -1};
  ASSERT_TRUE(read(to_bytes(failed), file));
  EXPECT_FALSE(file.was_left);
  EXPECT_EQ(file.outcome.error, failed.outcome.error);
  EXPECT_FALSE(read(to_bytes(failed).substr(0, 9), file));

  PieceAnswer answer;
  answer.error = Error{ErrorCode::io, "no", {}, 7};
  PieceAnswer found;
  ASSERT_TRUE(read(to_bytes(answer), found));
  EXPECT_EQ(found.error, answer.error);
  EXPECT_FALSE(read(to_bytes(setup), found));
  EXPECT_EQ(refusal_of(ready_bytes()), "");
  std::string other = ready_bytes();
  other.back() = other.back() == '9' ? '8' : '9';
  EXPECT_EQ(refusal_of(other).substr(0, 17), "to be of version ");
  EXPECT_EQ(refusal_of(to_bytes(setup)), "speaking of something else");
}

TEST(FrameReaderTest, GivesWholeMessagesHoweverTheyCome) {
  std::string bytes;
  append_frame("first", bytes);
  append_frame("", bytes);
  append_frame(std::string(70'000, 'x'), bytes);
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, bytes.size()}) {
    FrameReader reader;
    std::vector<std::string> messages;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      reader.append(std::string_view(bytes).substr(at, step));
      while (const auto message = reader.next()) messages.emplace_back(*message);
    }
    ASSERT_EQ(messages.size(), 3u);
    EXPECT_EQ(messages[0], "first");
    EXPECT_EQ(messages[1], "");
    EXPECT_EQ(messages[2].size(), 70'000u);
  }
}

TEST(FrameReaderTest, AMessageThatIsTooLongIsNoMessage) {
  FrameReader reader;
  reader.append("\xff\xff\xff\xff");
  EXPECT_FALSE(reader.next());
  EXPECT_TRUE(reader.is_broken());
}

}  // namespace
}  // namespace hilo
