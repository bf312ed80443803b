// No bytes crash the parser of .npy headers, and what it says about them is consistent.
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>
#include <vector>

#include "decode/header_literal.h"
#include "decode/npy_header.h"
#include "decode/written_header.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check_success(const hilo::ArrayInfo& info, std::uint64_t file_bytes) {
  require(info.version_major >= 1 && info.version_major <= 3 && info.version_minor == 0);
  require(info.shape.size() <= hilo::kMaxDimensions);
  unsigned __int128 size = 1;
  for (const std::int64_t dimension : info.shape) {
    require(dimension >= 0);
    // Zeros are taken last, so that no product of 64 factors overflows 128 bits.
    if (dimension != 0) size *= static_cast<std::uint64_t>(dimension);
    require(size <= INT64_MAX);
  }
  if (std::ranges::find(info.shape, 0) != info.shape.end()) size = 0;
  require(size == static_cast<std::uint64_t>(info.size));
  const auto item_bytes = hilo::item_bytes(info.dtype.kind);
  require(size * item_bytes == static_cast<std::uint64_t>(info.data_bytes));
  require(info.data_offset >= 10);
  require(info.data_offset <= static_cast<std::int64_t>(hilo::kNpyHeadBytes));
  require(static_cast<std::uint64_t>(info.data_offset) +
              static_cast<std::uint64_t>(info.data_bytes) ==
          file_bytes);
}

void check_error(const hilo::Error& error, std::uint64_t file_bytes) {
  require(error.path.empty());
  require(error.offset >= -1 && error.offset <= static_cast<std::int64_t>(file_bytes));
  require(error.message.starts_with("expected ") &&
          error.message.find(", found ") != std::string::npos);
  require(error.message.size() < 600);  // 60 quoted bytes take up to 240
  require(std::ranges::all_of(error.message, [](char c) { return c >= ' ' && c <= '~'; }));
}

// "expected 800128 bytes, found 512": with 800128 bytes it is right.
void check_with_expected_bytes(std::span<const std::byte> head, const hilo::Error& error) {
  const std::string_view number = std::string_view(error.message).substr(9);
  std::uint64_t file_bytes = 0;
  const auto parsed = std::from_chars(number.data(), number.data() + number.size(), file_bytes);
  require(parsed.ec == std::errc());
  const auto info = hilo::parse_npy_header(head, file_bytes);
  require(info.has_value());
  check_success(*info, file_bytes);
}

bool is_same(const hilo::Literal& a, const hilo::Literal& b) {
  return a.type == b.type && a.truth == b.truth && a.text.view() == b.text.view() &&
         a.source == b.source;
}

// The two parsers of a header agree where both take it.
void check_written_header(std::string_view header) {
  hilo::HeaderFields written;
  if (!hilo::match_written_header(header, written)) return;
  hilo::HeaderFields fields;
  require(hilo::parse_header_literal(header, false, fields).has_value());
  require(fields.unknown_key.empty() && fields.duplicate_key.empty());
  require(is_same(written.descr, fields.descr) && is_same(written.shape, fields.shape) &&
          is_same(written.fortran_order, fields.fortran_order));
  require(fields.dimensions_are == hilo::HeaderFields::Dimensions::valid);
  require(std::ranges::equal(std::span(written.dimensions).first(written.dimension_count),
                             std::span(fields.dimensions).first(fields.dimension_count)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = std::as_bytes(std::span(data, size));
  // A copy of its own, so that a read beyond the head is a finding.
  const std::vector<std::byte> head(file.begin(),
                                    file.begin() + std::min(size, hilo::kNpyHeadBytes));
  const auto info = hilo::parse_npy_header(head, size);
  require(info == hilo::parse_npy_header(file, size));
  if (info) {
    check_success(*info, size);
  } else {
    check_error(info.error(), size);
    const auto code = info.error().code;
    if (code == hilo::ErrorCode::short_data || code == hilo::ErrorCode::trailing) {
      check_with_expected_bytes(head, info.error());
    }
  }
  if (size >= 10) {
    check_written_header({reinterpret_cast<const char*>(data) + 10, size - 10});
  }
  return 0;
}
