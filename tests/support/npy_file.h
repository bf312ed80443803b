// Writes .npy files for tests.
#ifndef HILO_TESTS_SUPPORT_NPY_FILE_H_
#define HILO_TESTS_SUPPORT_NPY_FILE_H_

#include <string>
#include <vector>

#include "hilo/dtype.h"
#include "hilo/moments.h"

namespace hilo::testing {

// The bytes of a version 1.0 file of one dimension, as NumPy writes it.
template <typename T>
std::string npy_bytes(const std::vector<T>& values) {
  std::string header = "{'descr': '" + to_string(Dtype{kind_of<T>()}) +
                       "', 'fortran_order': False, 'shape': (" + std::to_string(values.size()) +
                       ",), }";
  while ((10 + header.size() + 1) % 64 != 0) header += ' ';
  header += '\n';
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes += static_cast<char>(header.size() & 0xFF);
  bytes += static_cast<char>(header.size() >> 8);
  bytes += header;
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  return bytes;
}

}  // namespace hilo::testing

#endif  // HILO_TESTS_SUPPORT_NPY_FILE_H_
