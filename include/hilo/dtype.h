// The element types that hilo reads.
#ifndef HILO_DTYPE_H_
#define HILO_DTYPE_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>

namespace hilo {

// The numbers are written into files: append, never renumber.
enum class Kind : std::uint8_t {
  boolean = 1,
  int8 = 2,
  int16 = 3,
  int32 = 4,
  int64 = 5,
  uint8 = 6,
  uint16 = 7,
  uint32 = 8,
  uint64 = 9,
  float16 = 10,
  float32 = 11,
  float64 = 12,
};

// Bytes of one element: 1, 2, 4 or 8.
constexpr std::size_t item_bytes(Kind kind) {
  switch (kind) {
    case Kind::boolean:
    case Kind::int8:
    case Kind::uint8:
      return 1;
    case Kind::int16:
    case Kind::uint16:
    case Kind::float16:
      return 2;
    case Kind::int32:
    case Kind::uint32:
    case Kind::float32:
      return 4;
    case Kind::int64:
    case Kind::uint64:
    case Kind::float64:
      return 8;
  }
  return 0;
}

constexpr bool is_floating(Kind kind) { return kind >= Kind::float16; }

// An element type with its byte order, as in a .npy header.
struct Dtype {
  Kind kind = Kind::float64;
  std::endian order = std::endian::native;  // native for kinds of one byte

  friend bool operator==(const Dtype&, const Dtype&) = default;
};

// NumPy's dtype.str: "<f8", ">i4", "|b1", "|u1".
std::string to_string(Dtype dtype);

}  // namespace hilo

#endif  // HILO_DTYPE_H_
