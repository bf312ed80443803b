#include "read/read_ahead.h"

#include <gtest/gtest.h>

#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "read/input_file.h"
#include "support/temporary_directory.h"

namespace hilo {
namespace {

using testing::TemporaryDirectory;

// Which inputs the threads have asked the paths of.
class ReadAheadTest : public ::testing::Test {
 protected:
  void path_of(std::size_t index, std::string& path) {
    const std::lock_guard lock(mutex_);
    asked_.insert(index);
    path = path_;
  }

  std::set<std::size_t> asked() {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

  // Waits until so many were asked for; false where that does not happen within seconds.
  bool wait_for(std::size_t count) {
    for (int i = 0; i < 500 && asked().size() < count; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return asked().size() >= count;
  }

  bool is_warm_here() const {
    const auto file = InputFile::open(path_.c_str());
    std::byte byte;
    Warmth warmth = Warmth::unknown;
    return file && file->read_at(0, {&byte, 1}, &warmth) && warmth == Warmth::warm;
  }

  static void settle() { std::this_thread::sleep_for(std::chrono::milliseconds(50)); }

  const TemporaryDirectory directory_;
  std::string path_ = directory_.path("none");
  std::mutex mutex_;
  std::set<std::size_t> asked_;
  DescriptorPool pool_{8};
  ReadAhead read_ahead_{1000, [this](std::size_t i, std::string& path) { path_of(i, path); },
                        pool_};
};

TEST_F(ReadAheadTest, DoesNothingWhileFilesAreWarm) {
  for (std::size_t i = 0; i < 100; ++i) {
    read_ahead_.begin(i);
    // Now and then one that is not.
    i % 4 == 3 ? read_ahead_.note_warm() : read_ahead_.note_cold();
  }
  settle();
  EXPECT_TRUE(asked().empty());
}

TEST_F(ReadAheadTest, StaysWithinItsWindowAndMovesWithTheWorkers) {
  for (std::size_t i = 0; i < 4; ++i) {
    read_ahead_.begin(i);
    read_ahead_.note_cold();
  }
  ASSERT_TRUE(wait_for(ReadAhead::kFiles));
  settle();
  EXPECT_EQ(asked().size(), ReadAhead::kFiles);
  EXPECT_EQ(*asked().begin(), 4u);
  EXPECT_EQ(*asked().rbegin(), 3 + ReadAhead::kFiles);
  for (std::size_t i = 4; i < 1000; ++i) read_ahead_.begin(i);
  settle();
  // What workers have passed meanwhile is not asked for.
  EXPECT_LE(*asked().rbegin(), 999u);
}

TEST_F(ReadAheadTest, PausesWhereWhatComesIsWarmAndStartsAgain) {
  path_ = directory_.write("warm", "bytes");
  if (!is_warm_here()) GTEST_SKIP() << "this file system does not tell what is in memory";
  for (std::size_t i = 0; i < 4; ++i) {
    read_ahead_.begin(i);
    read_ahead_.note_cold();
  }
  std::size_t at = 4;
  for (; at < 400; ++at) {
    read_ahead_.begin(at);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  settle();
  const std::size_t before = asked().size();
  EXPECT_LT(before, 200u);
  for (const std::size_t end = at + 4; at < end; ++at) {
    read_ahead_.begin(at);
    read_ahead_.note_cold();
  }
  EXPECT_TRUE(wait_for(before + ReadAhead::kFiles));
  EXPECT_GE(*asked().rbegin(), at);
}

TEST_F(ReadAheadTest, DoesWithoutDescriptorsWhereWorkersHaveThem) {
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(pool_.acquire());
  for (std::size_t i = 0; i < 4; ++i) {
    read_ahead_.begin(i);
    read_ahead_.note_cold();
  }
  EXPECT_TRUE(wait_for(ReadAhead::kFiles));
  EXPECT_FALSE(pool_.try_acquire());
}

TEST(DescriptorPoolTest, ClosingLetsThoseGoWhoWait) {
  DescriptorPool pool(1);
  ASSERT_TRUE(pool.acquire());
  std::jthread closer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    pool.close();
  });
  EXPECT_FALSE(pool.acquire());
  EXPECT_FALSE(DescriptorPlace(pool).is_held());
}

}  // namespace
}  // namespace hilo
