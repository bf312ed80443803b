// A .npy file is
//
//     \x93NUMPY | major, minor | header length | header | data
//     6 bytes     1 + 1 bytes    2 or 4 bytes
//
// with the length little-endian, of 2 bytes in version 1.0 and of 4 bytes in 2.0 and 3.0. The
// header is the text of a Python dictionary: Latin-1 in versions 1.0 and 2.0, UTF-8 in 3.0.
#include "decode/npy_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "decode/descr.h"
#include "decode/file_format.h"
#include "decode/header_literal.h"
#include "decode/quote.h"
#include "decode/utf8.h"
#include "decode/written_header.h"

namespace hilo {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kVersionBytes = 2;
constexpr std::size_t kLengthOffset = kMagic.size() + kVersionBytes;
constexpr std::string_view kKeys = "the keys 'descr', 'fortran_order' and 'shape'";

struct Preamble {
  std::uint8_t major = 1;
  std::uint8_t minor = 0;
  std::size_t header_offset = 0;
  std::size_t header_bytes = 0;
};

std::uint8_t byte_at(std::string_view head, std::size_t offset) {
  return static_cast<std::uint8_t>(head[offset]);
}

Failure short_header(std::uint64_t expected_bytes, std::string_view head) {
  return failure(
      ErrorCode::short_header,
      fmt::format("expected a header up to byte {}, found {} bytes", expected_bytes, head.size()),
      {}, static_cast<std::int64_t>(head.size()));
}

Failure wrong_magic(std::string_view head) {
  const std::string_view format = name_file_format(head);
  const std::string found = format.empty() ? fmt::format("{}", quote(head.substr(0, kMagic.size())))
                                           : std::string(format);
  return failure(
      ErrorCode::magic,
      fmt::format("expected a .npy file, which starts with {}, found {}", quote(kMagic), found), {},
      0);
}

// The header's length; `head` is known to hold its bytes.
std::size_t read_header_bytes(std::string_view head, std::size_t offset, std::size_t size) {
  std::size_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8 | byte_at(head, offset + i);
  return value;
}

Result<Preamble> read_preamble(std::string_view head) {
  if (head.empty()) return failure(ErrorCode::empty, "expected a .npy file, found no bytes", {}, 0);
  if (!head.starts_with(kMagic.substr(0, head.size()))) return wrong_magic(head);
  if (head.size() < kLengthOffset) return short_header(kLengthOffset, head);
  Preamble preamble;
  preamble.major = byte_at(head, kMagic.size());
  preamble.minor = byte_at(head, kMagic.size() + 1);
  if (preamble.major < 1 || preamble.major > 3 || preamble.minor != 0) {
    return failure(ErrorCode::version,
                   fmt::format("expected format version 1.0, 2.0 or 3.0, found {}.{}",
                               preamble.major, preamble.minor),
                   {}, kMagic.size());
  }
  const std::size_t length_bytes = preamble.major == 1 ? 2 : 4;
  preamble.header_offset = kLengthOffset + length_bytes;
  if (head.size() < preamble.header_offset) return short_header(preamble.header_offset, head);
  preamble.header_bytes = read_header_bytes(head, kLengthOffset, length_bytes);
  if (preamble.header_bytes > kMaxNpyHeaderBytes) {
    return failure(ErrorCode::header_len,
                   fmt::format("expected a header of at most {} bytes, found one of {}",
                               kMaxNpyHeaderBytes, preamble.header_bytes),
                   {}, kLengthOffset);
  }
  const std::size_t header_end = preamble.header_offset + preamble.header_bytes;
  if (head.size() < header_end) return short_header(header_end, head);
  return preamble;
}

// The checks of a header that is a dictionary. Offsets in errors are those in the file: every
// `source` is a view into `head`.
class FieldChecker {
 public:
  FieldChecker(std::string_view head, const HeaderFields& fields) : head_(head), fields_(fields) {}

  Result<void> check_keys() const;
  Result<void> check_shape() const;
  Result<Dtype> check_dtype() const;
  // Fills in shape, size and data_bytes; the dtype and the offset are known.
  Result<void> measure(ArrayInfo& info) const;

 private:
  Failure refuse(ErrorCode code, std::string_view source, std::string message) const {
    return failure(code, std::move(message), {}, source.data() - head_.data());
  }

  std::string_view head_;
  const HeaderFields& fields_;
};

Result<void> FieldChecker::check_keys() const {
  if (const auto key = fields_.unknown_key; !key.empty()) {
    return refuse(ErrorCode::header_keys, key,
                  fmt::format("expected {}, found {}", kKeys, quote(key)));
  }
  if (const auto key = fields_.duplicate_key; !key.empty()) {
    return refuse(ErrorCode::header_keys, key,
                  fmt::format("expected every key once, found {} twice", quote(key)));
  }
  const std::pair<std::string_view, const Literal&> required[] = {
      {"descr", fields_.descr}, {"fortran_order", fields_.fortran_order}, {"shape", fields_.shape}};
  for (const auto& [name, literal] : required) {
    if (literal.type == Literal::Type::absent) {
      return failure(ErrorCode::header_keys,
                     fmt::format("expected {}, found no '{}'", kKeys, name));
    }
  }
  const Literal& order = fields_.fortran_order;
  if (order.type != Literal::Type::boolean) {
    return refuse(
        ErrorCode::header_keys, order.source,
        fmt::format("expected True or False for 'fortran_order', found {}", quote(order.source)));
  }
  return {};
}

Result<void> FieldChecker::check_shape() const {
  const Literal& shape = fields_.shape;
  if (shape.type != Literal::Type::tuple ||
      fields_.dimensions_are == HeaderFields::Dimensions::invalid) {
    return refuse(ErrorCode::shape, shape.source,
                  fmt::format("expected a tuple of integers >= 0 for 'shape', found {}",
                              quote(shape.source)));
  }
  if (fields_.dimension_count > kMaxDimensions) {
    return refuse(ErrorCode::shape, shape.source,
                  fmt::format("expected at most {} dimensions, found {}", kMaxDimensions,
                              fields_.dimension_count));
  }
  return {};
}

Result<Dtype> FieldChecker::check_dtype() const {
  const Literal& descr = fields_.descr;
  const std::string_view text = descr.text.view();
  std::string_view description = "an unknown dtype";
  switch (descr.type) {
    case Literal::Type::text:
      if (const auto dtype = parse_descr(text)) return *dtype;
      if (is_object_descr(text)) {
        return refuse(ErrorCode::object, descr.source,
                      fmt::format("expected numbers, found {}: Python objects, which hilo never "
                                  "reads",
                                  quote(descr.source)));
      }
      description = describe_descr(text);
      break;
    case Literal::Type::list:
      description = "a structured dtype";
      break;
    case Literal::Type::tuple:
      description = "a subarray dtype";
      break;
    default:
      return refuse(ErrorCode::header_keys, descr.source,
                    fmt::format("expected a string for 'descr', found {}", quote(descr.source)));
  }
  return refuse(ErrorCode::dtype, descr.source,
                fmt::format("expected a bool, integer or float dtype of at most 8 bytes, found {}: "
                            "{}",
                            quote(descr.source), description));
}

// NumPy, too, wants the product of the dimensions that are not 0 to be a size that can exist.
Result<void> FieldChecker::measure(ArrayInfo& info) const {
  const std::span dimensions(fields_.dimensions.data(), fields_.dimension_count);
  std::int64_t bytes = static_cast<std::int64_t>(item_bytes(info.dtype.kind));
  std::int64_t size = 1;
  bool is_empty = false;
  bool is_too_large = fields_.dimensions_are == HeaderFields::Dimensions::too_large;
  for (std::size_t i = 0; i < dimensions.size() && !is_too_large; ++i) {
    if (dimensions[i] == 0) {
      is_empty = true;
    } else {
      is_too_large = __builtin_mul_overflow(bytes, dimensions[i], &bytes);
      if (!is_too_large) size *= dimensions[i];  // never more than the bytes
    }
  }
  if (is_too_large) {
    return refuse(ErrorCode::overflow, fields_.shape.source,
                  fmt::format("expected at most {} bytes of data, found shape {} of {}",
                              std::numeric_limits<std::int64_t>::max(), quote(fields_.shape.source),
                              to_string(info.dtype)));
  }
  info.shape.assign(dimensions.begin(), dimensions.end());
  info.size = is_empty ? 0 : size;
  info.data_bytes = is_empty ? 0 : bytes;
  return {};
}

Result<void> check_file_bytes(const ArrayInfo& info, std::uint64_t file_bytes) {
  const auto expected_bytes =
      static_cast<std::uint64_t>(info.data_offset) + static_cast<std::uint64_t>(info.data_bytes);
  if (file_bytes == expected_bytes) return {};
  const bool is_short = file_bytes < expected_bytes;
  return failure(is_short ? ErrorCode::short_data : ErrorCode::trailing,
                 fmt::format("expected {} bytes, found {}", expected_bytes, file_bytes), {},
                 static_cast<std::int64_t>(is_short ? file_bytes : expected_bytes));
}

}  // namespace

Result<ArrayInfo> parse_npy_header(std::span<const std::byte> head_bytes,
                                   std::uint64_t file_bytes) {
  const std::string_view head(reinterpret_cast<const char*>(head_bytes.data()), head_bytes.size());
  const auto preamble = read_preamble(head);
  if (!preamble) return tl::unexpected(preamble.error());
  const auto header = head.substr(preamble->header_offset, preamble->header_bytes);

  if (preamble->major == 3) {
    const std::size_t valid = valid_utf8_prefix(header);
    if (valid < header.size()) {
      return failure(ErrorCode::header_utf8,
                     fmt::format("expected UTF-8 text, found {}", quote(header.substr(valid, 4))),
                     {}, static_cast<std::int64_t>(preamble->header_offset + valid));
    }
  }
  HeaderFields fields;
  if (!match_written_header(header, fields)) {
    fields = {};
    if (auto parsed = parse_header_literal(header, preamble->major < 3, fields); !parsed) {
      parsed.error().offset += static_cast<std::int64_t>(preamble->header_offset);
      return tl::unexpected(std::move(parsed.error()));
    }
  }
  const FieldChecker checker(head, fields);
  if (auto keys = checker.check_keys(); !keys) return tl::unexpected(std::move(keys.error()));
  if (auto shape = checker.check_shape(); !shape) return tl::unexpected(std::move(shape.error()));
  auto dtype = checker.check_dtype();
  if (!dtype) return tl::unexpected(std::move(dtype.error()));

  Result<ArrayInfo> result(tl::in_place);
  ArrayInfo& info = *result;
  info.dtype = *dtype;
  info.fortran_order = fields.fortran_order.truth;
  info.version_major = preamble->major;
  info.version_minor = preamble->minor;
  info.data_offset = static_cast<std::int64_t>(preamble->header_offset + preamble->header_bytes);
  if (auto sized = checker.measure(info); !sized) return tl::unexpected(std::move(sized.error()));
  if (auto sized = check_file_bytes(info, file_bytes); !sized) {
    return tl::unexpected(std::move(sized.error()));
  }
  return result;
}

}  // namespace hilo
