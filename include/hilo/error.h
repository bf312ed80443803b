// How hilo reports what went wrong: every fallible call returns Result<T>.
#ifndef HILO_ERROR_H_
#define HILO_ERROR_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace hilo {

// Why an input was refused, or why a call could not finish. The numbers are written into files
// and cross process boundaries: append, never renumber.
enum class ErrorCode : std::uint8_t {
  // An input was refused.
  empty = 1,          // EMPTY: the file has no bytes
  short_header = 2,   // SHORT_HEADER: the file ends inside the header
  magic = 3,          // MAGIC: not a .npy file (also: a format that hilo does not read)
  version = 4,        // VERSION: a format version other than 1.0, 2.0 and 3.0
  header_len = 5,     // HEADER_LEN: the header's length is absurd
  header_syntax = 6,  // HEADER_SYNTAX: the header is not a Python dictionary literal
  header_keys = 7,    // HEADER_KEYS: keys missing, unknown or given twice, or of the wrong type
  header_utf8 = 8,    // HEADER_UTF8: the header of a version 3.0 file is not UTF-8
  shape = 9,          // SHAPE: not a tuple of integers >= 0, or too many dimensions
  overflow = 10,      // OVERFLOW: more than 2^63-1 bytes or values
  short_data = 11,    // SHORT_DATA: fewer bytes than the header says
  trailing = 12,      // TRAILING: more bytes than the header says
  object = 13,        // OBJECT: Python objects (pickle), which hilo never reads
  dtype = 14,         // DTYPE: a dtype without statistics here
  not_regular = 15,   // NOT_REGULAR: a directory, FIFO, socket or device
  open = 16,          // OPEN: the file could not be opened
  io = 17,            // IO: reading failed
  changed = 18,       // CHANGED: size, modification time or inode changed while it was read
  nan = 19,           // NAN: a NaN under nan_policy raise
  worker = 20,        // WORKER: the worker that read the file died
  // A call could not do its work.
  usage = 64,   // USAGE: wrong arguments, or nothing to do
  state = 65,   // STATE: damaged bytes, or states that do not belong together
  output = 66,  // OUTPUT: the result could not be written
};

// The code's name as it is printed: "SHORT_DATA". A static string.
std::string_view error_code_name(ErrorCode code);

// One refusal. `message` reads "expected X, found Y" where that applies.
struct Error {
  ErrorCode code = ErrorCode::io;
  std::string message;
  std::string path;          // the input's key; empty where no file is concerned
  std::int64_t offset = -1;  // bytes from the start of the file; -1 where it says nothing

  friend bool operator==(const Error&, const Error&) = default;
};

// "PATH: CODE: MESSAGE", or "CODE: MESSAGE" without a path. May hold control bytes of the path.
std::string to_string(const Error& error);

template <typename T>
using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

// return failure(ErrorCode::magic, "expected ..., found ...");
inline Failure failure(ErrorCode code, std::string message, std::string path = {},
                       std::int64_t offset = -1) {
  return Failure(Error{code, std::move(message), std::move(path), offset});
}

}  // namespace hilo

#endif  // HILO_ERROR_H_
