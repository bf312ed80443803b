// No bytes crash the reader of states, and what it accepts is the canonical form: writing it again
// gives the same bytes, and it can be finalized, merged and subtracted.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/bytes.h"
#include "base/checksum.h"
#include "hilo/moments.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const std::string& bytes) {
  const auto moments = hilo::Moments::from_bytes(bytes);
  if (!moments) return require(moments.error().code == hilo::ErrorCode::state);
  require(moments->to_bytes() == bytes);
  const hilo::Summary summary = moments->finalize({.ddof = 1});
  require(summary.size == moments->size());
  hilo::Moments twice = *moments;
  if (!twice.merge(*moments)) return;
  require(twice.subtract(*moments).has_value());
  require(twice.size() == moments->size());
  require(twice.state().sum == moments->state().sum);
  require(twice.state().squares == moments->state().squares);
}

// Few inputs have the checksum that they should: it is mended.
std::string with_checksum(std::string bytes) {
  if (bytes.size() < 4) return bytes;
  bytes.resize(bytes.size() - 4);
  hilo::ByteWriter checksum;
  checksum.put(hilo::crc32c(bytes));
  return bytes + checksum.take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  check(bytes);
  check(with_checksum(bytes));
  return 0;
}
