#include "generate/manifest.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <charconv>
#include <utility>

namespace hilo {
namespace {

constexpr std::array<std::pair<Distribution, std::string_view>, 3> kDistributions = {{
    {Distribution::normal, "normal"},
    {Distribution::uniform, "uniform"},
    {Distribution::lognormal, "lognormal"},
}};

std::string_view name_of(Distribution distribution) {
  for (const auto& [value, name] : kDistributions) {
    if (value == distribution) return name;
  }
  return {};
}

std::string name_of(Kind kind) { return to_string(Dtype{kind, std::endian::little}).substr(1); }

// Reads the line from the left; `failed` stays true once something else is found.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : rest_(text) {}

  void expect(std::string_view text) {
    if (!rest_.starts_with(text)) return fail();
    rest_.remove_prefix(text.size());
  }

  template <typename Integer>
  Integer integer() {
    Integer value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc()) {
      fail();
    } else {
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    }
    return value;
  }

  std::string_view word() {
    const std::string_view word = rest_.substr(0, rest_.find('"'));
    rest_.remove_prefix(word.size());
    return word;
  }

  void fail() {
    failed_ = true;
    rest_ = {};
  }

  bool succeeded() const { return !failed_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

void read_distribution(LineReader& line, Distribution& distribution) {
  const std::string_view word = line.word();
  for (const auto& [value, name] : kDistributions) {
    if (word == name) {
      distribution = value;
      return;
    }
  }
  line.fail();
}

void read_kind(LineReader& line, Kind& kind) {
  const std::string_view word = line.word();
  for (auto number = static_cast<int>(Kind::boolean); number <= static_cast<int>(Kind::float64);
       ++number) {
    kind = static_cast<Kind>(number);
    if (word == name_of(kind)) return;
  }
  line.fail();
}

}  // namespace

std::string to_text(const Manifest& manifest) {
  return fmt::format(
      "{{\"schema\": \"hilo.generate/1\", \"generator\": {}, \"files\": {}, \"size\": {}, "
      "\"dist\": \"{}\", \"dtype\": \"{}\", \"seed\": {}}}\n",
      manifest.generator, manifest.files, manifest.size, name_of(manifest.values.distribution),
      name_of(manifest.values.kind), manifest.values.seed);
}

std::optional<Manifest> manifest_of(std::string_view text) {
  Manifest manifest;
  LineReader line(text);
  line.expect("{\"schema\": \"hilo.generate/1\", \"generator\": ");
  manifest.generator = line.integer<std::int64_t>();
  line.expect(", \"files\": ");
  manifest.files = line.integer<std::int64_t>();
  line.expect(", \"size\": ");
  manifest.size = line.integer<std::int64_t>();
  line.expect(", \"dist\": \"");
  read_distribution(line, manifest.values.distribution);
  line.expect("\", \"dtype\": \"");
  read_kind(line, manifest.values.kind);
  line.expect("\", \"seed\": ");
  manifest.values.seed = line.integer<std::uint64_t>();
  line.expect("}\n");
  if (!line.succeeded()) return std::nullopt;
  return manifest;
}

std::string difference(const Manifest& wanted, const Manifest& found) {
  std::string expected;
  std::string instead;
  const auto compare = [&](std::string_view name, const auto& want, const auto& have) {
    if (want == have) return;
    const std::string_view link = expected.empty() ? "" : " and ";
    expected += fmt::format("{}{} {}", link, name, want);
    instead += fmt::format("{}{} {}", link, name, have);
  };
  compare("generator", wanted.generator, found.generator);
  compare("size", wanted.size, found.size);
  compare("dist", name_of(wanted.values.distribution), name_of(found.values.distribution));
  compare("dtype", name_of(wanted.values.kind), name_of(found.values.kind));
  compare("seed", wanted.values.seed, found.values.seed);
  if (expected.empty()) return {};
  return fmt::format("expected {}, found {}", expected, instead);
}

}  // namespace hilo
