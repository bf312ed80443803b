#include "cli/environment.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string>
#include <string_view>

#include "kernel/target.h"

namespace hilo::cli {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool locale_is_utf8() {
  for (const std::string_view set : {variable("LC_ALL"), variable("LC_CTYPE"), variable("LANG")}) {
    if (set.empty()) continue;
    std::string locale(set);
    std::transform(locale.begin(), locale.end(), locale.begin(), lower);
    return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
  }
  return false;
}

Result<void> apply_environment(StatsOptions& options) {
  if (const std::string_view target = variable("HILO_SIMD"); !target.empty()) {
    if (auto forced = force_target(target); !forced) {
      return failure(ErrorCode::usage, "HILO_SIMD: " + forced.error().message);
    }
  }
  if (const std::string_view bytes = variable("HILO_CHUNK_BYTES"); !bytes.empty()) {
    const char* end = bytes.data() + bytes.size();
    const auto parsed = std::from_chars(bytes.data(), end, options.chunk_bytes);
    if (parsed.ec != std::errc() || parsed.ptr != end) {
      return failure(ErrorCode::usage, "HILO_CHUNK_BYTES: expected a number of bytes, found \"" +
                                           std::string(bytes) + "\"");
    }
  }
  return {};
}

}  // namespace hilo::cli
