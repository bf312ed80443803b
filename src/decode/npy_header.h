// The header of a .npy file: everything that can be checked without reading the data.
#ifndef HILO_DECODE_NPY_HEADER_H_
#define HILO_DECODE_NPY_HEADER_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "hilo/array_info.h"
#include "hilo/error.h"

namespace hilo {

// The longest header that is read, in bytes, padding included. NumPy's limit for files that it does
// not trust is 10,000 characters.
inline constexpr std::size_t kMaxNpyHeaderBytes = 10000;

// As many of a file's first bytes as the parser may want to see: the magic string, the version and
// the header's length in front of the longest header.
inline constexpr std::size_t kNpyHeadBytes = 12 + kMaxNpyHeaderBytes;

// `head` is the first min(file_bytes, N) bytes of a file of `file_bytes` bytes, for any
// N >= kNpyHeadBytes. Reads every spelling of a header that NumPy 1.24 or 2 reads (format versions
// 1.0, 2.0 and 3.0, headers of Python 2 included) for the dtypes that hilo knows, with the
// exceptions below.
//
// Stricter than NumPy: keys given twice (HEADER_KEYS), dimensions below 0 (SHAPE), bytes after the
// data (TRAILING), shapes whose product without the zeros exceeds 2^63-1 bytes (OVERFLOW), header
// lengths counted in bytes for version 3.0 (HEADER_LEN), and what parse_header_literal and
// parse_descr name.
//
// Errors: EMPTY, MAGIC, SHORT_HEADER, VERSION, HEADER_LEN, HEADER_UTF8, HEADER_SYNTAX, HEADER_KEYS,
// SHAPE, OBJECT, DTYPE, OVERFLOW, SHORT_DATA, TRAILING; the first that applies, in this order. The
// path is left empty. On success data_offset + data_bytes == file_bytes. Allocates the shape and
// nothing else.
Result<ArrayInfo> parse_npy_header(std::span<const std::byte> head, std::uint64_t file_bytes);

}  // namespace hilo

#endif  // HILO_DECODE_NPY_HEADER_H_
