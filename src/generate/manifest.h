// The note in a generated directory that says what its files are.
#ifndef HILO_GENERATE_MANIFEST_H_
#define HILO_GENERATE_MANIFEST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "generate/array_values.h"

namespace hilo {

inline constexpr const char* kManifestName = ".hilo-generate.json";

// Counts up whenever the same parameters give other values.
inline constexpr std::int64_t kGeneratorVersion = 1;

struct Manifest {
  std::int64_t generator = kGeneratorVersion;
  std::int64_t files = 0;
  std::int64_t size = 0;
  ValueParameters values;

  friend bool operator==(const Manifest&, const Manifest&) = default;
};

// One line: {"schema": "hilo.generate/1", "generator": 1, "files": 10000, "size": 100000,
// "dist": "normal", "dtype": "f8", "seed": 0}
std::string to_text(const Manifest& manifest);

// Reads what to_text() wrote, and nothing else: a note in any other form is not ours.
std::optional<Manifest> manifest_of(std::string_view text);

// What keeps a data set of `found` from being completed as one of `wanted`: "expected size 10 and
// seed 1, found size 20 and seed 0"; empty where only `files` differs.
std::string difference(const Manifest& wanted, const Manifest& found);

}  // namespace hilo

#endif  // HILO_GENERATE_MANIFEST_H_
