// What the header of a .npy file says.
#ifndef HILO_ARRAY_INFO_H_
#define HILO_ARRAY_INFO_H_

#include <cstdint>
#include <string>
#include <vector>

#include "hilo/dtype.h"
#include "hilo/error.h"

namespace hilo {

struct ArrayInfo {
  Dtype dtype;
  std::vector<std::int64_t> shape;  // empty for a 0-d array, which holds one value
  bool fortran_order = false;
  std::uint8_t version_major = 1;  // of the format: 1, 2 or 3
  std::uint8_t version_minor = 0;
  std::int64_t data_offset = 0;  // bytes before the first element
  std::int64_t size = 0;         // elements: the product of shape
  std::int64_t data_bytes = 0;   // size * item_bytes

  friend bool operator==(const ArrayInfo&, const ArrayInfo&) = default;
};

// Reads and checks the header of the .npy file at `path`, and that the file is as long as the
// header says; the data themselves are not read. Errors: every refusal of ErrorCode but `changed`,
// `nan` and `worker`, with `path` filled in.
Result<ArrayInfo> read_array_info(const std::string& path);

}  // namespace hilo

#endif  // HILO_ARRAY_INFO_H_
