#include "cli/error_meanings.h"

#include <string>

namespace hilo::cli {
namespace {

constexpr int kMostCodes = 256;  // an ErrorCode has one byte
constexpr ErrorCode kFirstOfRuns = ErrorCode::usage;

bool is_known(ErrorCode code) { return !error_meaning(code).empty(); }

}  // namespace

std::string_view error_meaning(ErrorCode code) {
  switch (code) {
    case ErrorCode::empty:
      return "the file has no bytes";
    case ErrorCode::short_header:
      return "the file ends inside its header";
    case ErrorCode::magic:
      return "not a .npy file: it begins with something else. The message says what, where that is "
             "known, such as a .npz archive, which hilo does not read";
    case ErrorCode::version:
      return "the format has another version than 1.0, 2.0 or 3.0";
    case ErrorCode::header_len:
      return "the header has an absurd length";
    case ErrorCode::header_syntax:
      return "the header is no dictionary, as Python writes it";
    case ErrorCode::header_keys:
      return "the header lacks a key, has one too many or twice, or a value of the wrong type";
    case ErrorCode::header_utf8:
      return "the header of a file of version 3.0 is not UTF-8";
    case ErrorCode::shape:
      return "the shape is no tuple of integers >= 0, or has too many dimensions";
    case ErrorCode::overflow:
      return "more than 2^63-1 bytes or values";
    case ErrorCode::short_data:
      return "fewer bytes than the header says: the file was cut off";
    case ErrorCode::trailing:
      return "more bytes than the header says, as where several arrays were saved into one file";
    case ErrorCode::object:
      return "Python objects (pickle), which hilo never reads";
    case ErrorCode::dtype:
      return "elements that have no statistics here: complex numbers, long double, strings, dates, "
             "structures";
    case ErrorCode::not_regular:
      return "a directory, pipe, socket or device where a file is expected";
    case ErrorCode::open:
      return "the file or directory cannot be opened: it is missing, or may not be read";
    case ErrorCode::io:
      return "reading failed";
    case ErrorCode::changed:
      return "the file changed while it was read";
    case ErrorCode::nan:
      return "the file has a NaN, and --nan-policy is raise";
    case ErrorCode::worker:
      return "the workers that read the file died, one after the other; of a run: there are no "
             "workers to go on with";
    case ErrorCode::usage:
      return "wrong arguments, or nothing to do";
    case ErrorCode::state:
      return "a saved run is damaged or cut off, or does not belong with the others";
    case ErrorCode::output:
      return "the result could not be written";
  }
  return {};
}

Page error_meanings() {
  Page page = {{Block::Kind::paragraph, "Why an input was refused:"}};
  for (int number = 0; number < kMostCodes; ++number) {
    const auto code = static_cast<ErrorCode>(number);
    if (code == kFirstOfRuns) {
      page.push_back({Block::Kind::paragraph, "Why a run could not finish:"});
    }
    if (!is_known(code)) continue;
    page.push_back(
        {Block::Kind::entry, std::string(error_meaning(code)), std::string(error_code_name(code))});
  }
  return page;
}

}  // namespace hilo::cli
