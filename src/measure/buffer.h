// Memory to read into and to copy.
#ifndef HILO_MEASURE_BUFFER_H_
#define HILO_MEASURE_BUFFER_H_

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

namespace hilo {

struct FreeBuffer {
  void operator()(std::byte* buffer) const { std::free(buffer); }
};
using Buffer = std::unique_ptr<std::byte[], FreeBuffer>;

// Begins with a page; has been written to, so that its memory is there.
inline Buffer make_buffer(std::size_t bytes) {
  Buffer buffer(static_cast<std::byte*>(std::aligned_alloc(4096, bytes)));
  if (!buffer) throw std::bad_alloc();
  std::memset(buffer.get(), 1, bytes);
  return buffer;
}

}  // namespace hilo

#endif  // HILO_MEASURE_BUFFER_H_
