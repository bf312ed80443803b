#include "generate/npy_prefix.h"

#include <fmt/format.h>

#include <bit>

namespace hilo {

std::string npy_prefix(Kind kind, std::int64_t size) {
  std::string prefix("\x93NUMPY\x01\x00", 8);
  constexpr std::size_t kHeaderBytes = kNpyPrefixBytes - 10;
  prefix += static_cast<char>(kHeaderBytes & 0xFF);
  prefix += static_cast<char>(kHeaderBytes >> 8);
  prefix += fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({},), }}",
                        to_string(Dtype{kind, std::endian::little}), size);
  prefix.resize(kNpyPrefixBytes - 1, ' ');
  return prefix + '\n';
}

}  // namespace hilo
