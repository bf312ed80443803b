#include "hilo/error.h"

namespace hilo {

std::string_view error_code_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::empty:
      return "EMPTY";
    case ErrorCode::short_header:
      return "SHORT_HEADER";
    case ErrorCode::magic:
      return "MAGIC";
    case ErrorCode::version:
      return "VERSION";
    case ErrorCode::header_len:
      return "HEADER_LEN";
    case ErrorCode::header_syntax:
      return "HEADER_SYNTAX";
    case ErrorCode::header_keys:
      return "HEADER_KEYS";
    case ErrorCode::header_utf8:
      return "HEADER_UTF8";
    case ErrorCode::shape:
      return "SHAPE";
    case ErrorCode::overflow:
      return "OVERFLOW";
    case ErrorCode::short_data:
      return "SHORT_DATA";
    case ErrorCode::trailing:
      return "TRAILING";
    case ErrorCode::object:
      return "OBJECT";
    case ErrorCode::dtype:
      return "DTYPE";
    case ErrorCode::not_regular:
      return "NOT_REGULAR";
    case ErrorCode::open:
      return "OPEN";
    case ErrorCode::io:
      return "IO";
    case ErrorCode::changed:
      return "CHANGED";
    case ErrorCode::nan:
      return "NAN";
    case ErrorCode::worker:
      return "WORKER";
    case ErrorCode::usage:
      return "USAGE";
    case ErrorCode::state:
      return "STATE";
    case ErrorCode::output:
      return "OUTPUT";
  }
  return "UNKNOWN";
}

std::string to_string(const Error& error) {
  std::string text;
  if (!error.path.empty()) text += error.path + ": ";
  text += error_code_name(error.code);
  return text + ": " + error.message;
}

}  // namespace hilo
