#include "cli/generate_flags.h"

#include <cstdint>
#include <limits>

#include "cli/flag_value.h"

namespace hilo::cli {
namespace {

constexpr std::string_view kDistributions[] = {"normal", "uniform", "lognormal"};

constexpr std::int64_t kMaxInt64 = std::numeric_limits<std::int64_t>::max();

}  // namespace

constinit const Flag kFiles = {
    .name = "files",
    .value_name = "N",
    .category = Category::data,
    .short_help = "how many files",
    .long_help = "10000 is the default. They are file_0.npy and so on.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      return parse_integer(value.text, 1, kMaxInt64).map([&](std::int64_t files) {
        arguments.generate.files = files;
      });
    }};

constinit const Flag kSize = {
    .name = "size",
    .value_name = "N",
    .category = Category::data,
    .short_help = "how many values in a file",
    .long_help = "100000 is the default.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      return parse_integer(value.text, 0, kMaxInt64).map([&](std::int64_t size) {
        arguments.generate.size = size;
      });
    }};

constinit const Flag kDist = {
    .name = "dist",
    .value_name = "NAME",
    .category = Category::data,
    .short_help = "the distribution of the values: normal, uniform or lognormal",
    .long_help = "normal, with mean 0 and standard deviation 1, is the default.",
    .choices = kDistributions,
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      arguments.generate.distribution = chosen<Distribution>(value);
      return {};
    }};

constinit const Flag kDtype = {
    .name = "dtype",
    .value_name = "DTYPE",
    .category = Category::data,
    .short_help = "the type of the values, as NumPy spells it: f8, <f4, int32",
    .long_help = "f8 is the default. Files are little-endian.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      return parse_kind(value.text).map([&](Kind kind) { arguments.generate.kind = kind; });
    }};

constinit const Flag kSeed = {
    .name = "seed",
    .value_name = "N",
    .category = Category::data,
    .short_help = "another seed gives other values",
    .long_help =
        "0 is the default. A value depends on the seed, the file's number and its "
        "position only.",
    .apply = [](const FlagValue& value, Arguments& arguments) -> Result<void> {
      return parse_unsigned(value.text).map([&](std::uint64_t seed) {
        arguments.generate.seed = seed;
      });
    }};

constinit const Flag kForce = {
    .name = "force",
    .category = Category::data,
    .short_help = "replace a data set that was made with other parameters",
    .long_help =
        "Removes all file_N.npy of DIR, whoever made them, before new ones "
        "are made.",
    .apply = [](const FlagValue&, Arguments& arguments) -> Result<void> {
      arguments.generate.force = true;
      return {};
    }};

}  // namespace hilo::cli
