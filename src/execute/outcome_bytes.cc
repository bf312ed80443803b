#include "execute/outcome_bytes.h"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>
#include <vector>

namespace hilo {
namespace {

// The first byte of a record; the numbers are part of the format.
enum class Tag : std::uint8_t { included = 1, failed = 2, missing = 3 };

constexpr std::uint8_t kBigEndian = 1;

Failure damaged(const std::string& found) { return failure(ErrorCode::state, found); }

bool is_kind(std::uint8_t number) {
  return number >= static_cast<std::uint8_t>(Kind::boolean) &&
         number <= static_cast<std::uint8_t>(Kind::float64);
}

// A path: not empty, without the byte that ends one.
bool is_key(std::string_view text) {
  return !text.empty() && text.find('\0') == std::string_view::npos;
}

// False where the shape has not the size that the state counts, or, of some elements, less.
bool shape_agrees(const FileScan& scan, bool are_all) {
  const std::vector<std::int64_t>& shape = scan.info.shape;
  if (std::ranges::any_of(shape, [](std::int64_t extent) { return extent < 0; })) return false;
  if (std::ranges::find(shape, 0) != shape.end()) return scan.moments.size() == 0;
  std::int64_t size = 1;
  for (const std::int64_t extent : shape) {
    if (__builtin_mul_overflow(size, extent, &size)) return false;
  }
  return are_all ? scan.moments.size() == size : scan.moments.size() <= size;
}

bool dtype_agrees(const FileScan& scan, bool are_elements) {
  const bool is_float = !are_elements || is_floating(scan.info.dtype.kind);
  return scan.moments.state().float_size == (is_float ? scan.moments.size() : 0);
}

Result<void> read_included(ByteReader& reader, FileOutcome& outcome, Counted counted) {
  FileScan& scan = outcome.scan;
  if (auto array = get_array(reader, scan.info); !array) return array;
  scan.identity = get_identity(reader);
  outcome.path = get_long_text(reader);
  auto moments = Moments::from_bytes(get_long_text(reader));
  if (!moments) return Failure(std::move(moments.error()));
  scan.moments = *moments;
  outcome.form = FileOutcome::Form::scanned;
  if (scan.identity.bytes < 0) return damaged("a record with another size");
  if (!counted.are_known) return {};
  if (!shape_agrees(scan, counted.all)) {
    return damaged("a record with another size");
  }
  if (!dtype_agrees(scan, counted.elements)) {
    return damaged("a record with values of another dtype");
  }
  return {};
}

Result<void> read_failed(ByteReader& reader, FileOutcome& outcome) {
  if (auto error = get_error(reader, outcome.error); !error) return error;
  outcome.path = outcome.error.path;
  outcome.form = FileOutcome::Form::failed;
  return {};
}

}  // namespace

Counted counted_by(const TransformEngine* transform) {
  if (transform == nullptr) return {};
  return {.all = !transform->has_condition(), .elements = !transform->has_value()};
}

void put_long_text(std::string_view text, ByteWriter& writer) {
  writer.put(static_cast<std::uint32_t>(text.size()));
  writer.put_text(text);
}

std::string_view get_long_text(ByteReader& reader) {
  const auto bytes = reader.get<std::uint32_t>();
  return reader.get_text(bytes);
}

void put_array(const ArrayInfo& info, ByteWriter& writer) {
  const bool is_big = info.dtype.order == std::endian::big;
  const bool has_order = item_bytes(info.dtype.kind) > 1;
  writer.put_byte(static_cast<std::uint8_t>(info.dtype.kind));
  writer.put_byte(is_big && has_order ? kBigEndian : 0);
  writer.put_byte(static_cast<std::uint8_t>(info.shape.size()));
  for (const std::int64_t extent : info.shape) writer.put(extent);
}

Result<void> get_array(ByteReader& reader, ArrayInfo& info) {
  const std::uint8_t kind = reader.get_byte();
  const std::uint8_t order = reader.get_byte();
  const std::uint8_t dimensions = reader.get_byte();
  if (!is_kind(kind) || order > kBigEndian) return damaged("a record with an unknown dtype");
  info.dtype.kind = static_cast<Kind>(kind);
  info.dtype.order = order == kBigEndian ? std::endian::big : std::endian::little;
  if (item_bytes(info.dtype.kind) == 1) {
    if (order == kBigEndian) return damaged("a record with an unknown dtype");
    info.dtype.order = std::endian::native;
  }
  info.shape.resize(dimensions);
  for (std::int64_t& extent : info.shape) extent = reader.get<std::int64_t>();
  return {};
}

void put_error(const Error& error, ByteWriter& writer) {
  writer.put_byte(static_cast<std::uint8_t>(error.code));
  writer.put(error.offset);
  put_long_text(error.path, writer);
  put_long_text(error.message, writer);
}

Result<void> get_error(ByteReader& reader, Error& error) {
  const std::uint8_t code = reader.get_byte();
  if (code < static_cast<std::uint8_t>(ErrorCode::empty) ||
      code > static_cast<std::uint8_t>(ErrorCode::worker)) {
    return damaged("a record with an unknown error");
  }
  error.code = static_cast<ErrorCode>(code);
  error.offset = reader.get<std::int64_t>();
  error.path = get_long_text(reader);
  error.message = get_long_text(reader);
  return {};
}

void put_identity(const FileIdentity& identity, ByteWriter& writer) {
  writer.put(identity.bytes);
  writer.put(identity.mtime_ns);
  writer.put(identity.inode);
}

FileIdentity get_identity(ByteReader& reader) {
  FileIdentity identity;
  identity.bytes = reader.get<std::int64_t>();
  identity.mtime_ns = reader.get<std::int64_t>();
  identity.inode = reader.get<std::uint64_t>();
  return identity;
}

bool is_same_file(const FileIdentity& a, const FileIdentity& b) {
  return a.bytes == b.bytes && a.mtime_ns == b.mtime_ns && a.inode == b.inode;
}

void write_outcome(const FileOutcome& outcome, ByteWriter& writer) {
  if (outcome.form == FileOutcome::Form::failed) {
    writer.put_byte(static_cast<std::uint8_t>(Tag::failed));
    put_error(outcome.error, writer);
    return;
  }
  if (outcome.form == FileOutcome::Form::skipped) {
    writer.put_byte(static_cast<std::uint8_t>(Tag::missing));
    put_long_text(outcome.path, writer);
    return;
  }
  const FileScan& scan = outcome.scan;
  writer.put_byte(static_cast<std::uint8_t>(Tag::included));
  put_array(scan.info, writer);
  put_identity(scan.identity, writer);
  put_long_text(outcome.path, writer);
  put_long_text(scan.moments.to_bytes(), writer);
}

Result<void> read_outcome(std::string_view bytes, FileOutcome& outcome, Counted counted) {
  ByteReader reader(bytes);
  const std::uint8_t tag = reader.get_byte();
  Result<void> read;
  switch (static_cast<Tag>(tag)) {
    case Tag::included:
      read = read_included(reader, outcome, counted);
      break;
    case Tag::failed:
      read = read_failed(reader, outcome);
      break;
    case Tag::missing:
      outcome.path = get_long_text(reader);
      outcome.form = FileOutcome::Form::skipped;
      break;
    default:
      return damaged("a record of type " + std::to_string(tag));
  }
  if (!read) return read;
  if (!reader.is_good() || reader.left() != 0) return damaged("a record of another length");
  if (!is_key(outcome.path)) return damaged("a record without a path");
  return {};
}

}  // namespace hilo
