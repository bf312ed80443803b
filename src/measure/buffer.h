// Memory to read into and to copy.
#ifndef HILO_MEASURE_BUFFER_H_
#define HILO_MEASURE_BUFFER_H_

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

namespace hilo {

struct FreeBuffer {
  void operator()(std::byte* buffer) const { std::free(buffer); }
};
using Buffer = std::unique_ptr<std::byte[], FreeBuffer>;

// Begins with a page, a huge one where it consists of these, since they are made in a small part of
// the time. Each page has been written to, so that its memory is there.
inline Buffer make_buffer(std::size_t bytes) {
  constexpr std::size_t kPage = 4096;
  constexpr std::size_t kHugePage = std::size_t{2} << 20;
  const std::size_t page = bytes % kHugePage == 0 ? kHugePage : kPage;
  Buffer buffer(static_cast<std::byte*>(std::aligned_alloc(page, bytes)));
  if (!buffer) throw std::bad_alloc();
  if (page == kHugePage) (void)::madvise(buffer.get(), bytes, MADV_HUGEPAGE);
  for (std::size_t at = 0; at < bytes; at += kPage) buffer[at] = std::byte{1};
  return buffer;
}

}  // namespace hilo

#endif  // HILO_MEASURE_BUFFER_H_
