// What precedes the data of a generated .npy file.
#ifndef HILO_GENERATE_NPY_PREFIX_H_
#define HILO_GENERATE_NPY_PREFIX_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "hilo/dtype.h"

namespace hilo {

// Every size from 0 to 2^63-1 and every kind give the same length.
inline constexpr std::size_t kNpyPrefixBytes = 128;

// Magic, version 1.0, and the header of a little-endian array of one dimension: the bytes that
// np.save writes.
std::string npy_prefix(Kind kind, std::int64_t size);

}  // namespace hilo

#endif  // HILO_GENERATE_NPY_PREFIX_H_
