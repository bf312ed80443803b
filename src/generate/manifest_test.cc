#include "generate/manifest.h"

#include <gtest/gtest.h>

#include <limits>

namespace hilo {
namespace {

constexpr const char* kLine =
    "{\"schema\": \"hilo.generate/1\", \"generator\": 1, \"files\": 10, \"size\": 20, "
    "\"dist\": \"lognormal\", \"dtype\": \"b1\", \"seed\": 18446744073709551615}\n";

Manifest example() {
  return {.files = 10,
          .size = 20,
          .values = {Distribution::lognormal, Kind::boolean,
                     std::numeric_limits<std::uint64_t>::max()}};
}

TEST(Manifest, IsOneLineOfJson) { EXPECT_EQ(to_text(example()), kLine); }

TEST(Manifest, ReadsWhatItWrites) {
  for (int kind = 1; kind <= 12; ++kind) {
    for (int distribution = 0; distribution < 3; ++distribution) {
      Manifest manifest = example();
      manifest.values.kind = static_cast<Kind>(kind);
      manifest.values.distribution = static_cast<Distribution>(distribution);
      EXPECT_EQ(manifest_of(to_text(manifest)), manifest);
    }
  }
}

TEST(Manifest, ReadsNothingElse) {
  const std::string line = kLine;
  for (std::size_t length = 0; length < line.size(); ++length) {
    EXPECT_EQ(manifest_of(line.substr(0, length)), std::nullopt) << length;
  }
  EXPECT_EQ(manifest_of(line + " "), std::nullopt);
  EXPECT_EQ(manifest_of("{}\n"), std::nullopt);
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = line;
    return manifest_of(text.replace(text.find(from), from.size(), to));
  };
  EXPECT_EQ(with("generate/1", "generate/2"), std::nullopt);
  EXPECT_EQ(with("lognormal", "cauchy"), std::nullopt);
  EXPECT_EQ(with("b1", "c16"), std::nullopt);
  EXPECT_EQ(with("18446744073709551615", "18446744073709551616"), std::nullopt);
  EXPECT_EQ(with("\"generator\": 1", "\"generator\": 7")->generator, 7);
}

TEST(Manifest, SaysWhatDiffers) {
  Manifest found = example();
  found.files = 1;
  EXPECT_EQ(difference(example(), found), "");
  found.values.seed = 3;
  EXPECT_EQ(difference(example(), found), "expected seed 18446744073709551615, found seed 3");
  found.size = 21;
  found.values.kind = Kind::float64;
  EXPECT_EQ(difference(example(), found),
            "expected size 20 and dtype b1 and seed 18446744073709551615, "
            "found size 21 and dtype f8 and seed 3");
}

}  // namespace
}  // namespace hilo
