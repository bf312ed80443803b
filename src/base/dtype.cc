#include "hilo/dtype.h"

namespace hilo {
namespace {

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::boolean:
      return "b1";
    case Kind::int8:
      return "i1";
    case Kind::int16:
      return "i2";
    case Kind::int32:
      return "i4";
    case Kind::int64:
      return "i8";
    case Kind::uint8:
      return "u1";
    case Kind::uint16:
      return "u2";
    case Kind::uint32:
      return "u4";
    case Kind::uint64:
      return "u8";
    case Kind::float16:
      return "f2";
    case Kind::float32:
      return "f4";
    case Kind::float64:
      return "f8";
  }
  return "?";
}

}  // namespace

std::string to_string(Dtype dtype) {
  const char order =
      item_bytes(dtype.kind) == 1 ? '|' : (dtype.order == std::endian::little ? '<' : '>');
  return std::string(1, order) + name_of(dtype.kind);
}

}  // namespace hilo
