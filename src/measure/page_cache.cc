#include "measure/page_cache.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

namespace hilo {
namespace {

// Asked for at a time; a multiple of any page.
constexpr std::int64_t kPieceBytes = std::int64_t{64} << 20;

std::int64_t page_bytes() {
  static const std::int64_t bytes = ::sysconf(_SC_PAGESIZE);
  return bytes;
}

// Pages in memory, of a range that begins with a page.
std::optional<std::int64_t> cached_pages(int descriptor, std::int64_t offset, std::int64_t bytes) {
  const auto length = static_cast<std::size_t>(bytes);
  void* const mapped = ::mmap(nullptr, length, PROT_READ, MAP_SHARED, descriptor, offset);
  if (mapped == MAP_FAILED) return std::nullopt;
  std::vector<unsigned char> pages(
      static_cast<std::size_t>((bytes + page_bytes() - 1) / page_bytes()));
  const int told = ::mincore(mapped, length, pages.data());
  ::munmap(mapped, length);
  if (told != 0) return std::nullopt;
  return std::count_if(pages.begin(), pages.end(), [](unsigned char page) { return page & 1; });
}

// Where mincore() may not tell it says that all pages are there. A read says the truth, but may
// make the system fetch what it looks for.
bool is_out(int descriptor, std::int64_t offset) {
  std::byte byte;
  struct iovec part = {&byte, 1};
  return ::preadv2(descriptor, &part, 1, offset, RWF_NOWAIT) < 0 && errno == EAGAIN;
}

// What cannot be mapped into memory is not kept there.
bool keeps_nothing(int descriptor) {
  void* const mapped = ::mmap(nullptr, 1, PROT_READ, MAP_SHARED, descriptor, 0);
  if (mapped != MAP_FAILED) ::munmap(mapped, 1);
  return mapped == MAP_FAILED && errno == ENODEV;
}

}  // namespace

FileDescriptor open_regular(const char* path) {
  FileDescriptor file(::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat status;
  const bool is_regular =
      file.is_open() && ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode);
  return is_regular ? std::move(file) : FileDescriptor();
}

std::optional<std::int64_t> cached_bytes(int descriptor, std::int64_t offset, std::int64_t bytes) {
  const std::int64_t first = offset / page_bytes() * page_bytes();
  const std::int64_t end = offset + bytes;
  std::int64_t pages = 0;
  for (std::int64_t at = first; at < end; at += kPieceBytes) {
    const auto found = cached_pages(descriptor, at, std::min(kPieceBytes, end - at));
    if (!found) return std::nullopt;
    pages += *found;
  }
  return pages * page_bytes();
}

std::optional<std::size_t> read_cached(int descriptor, std::span<std::byte> out,
                                       std::int64_t offset) {
  struct iovec part = {out.data(), out.size()};
  const ssize_t count = ::preadv2(descriptor, &part, 1, offset, RWF_NOWAIT);
  if (count >= 0) return static_cast<std::size_t>(count);
  if (errno == EAGAIN) return 0;
  return std::nullopt;
}

bool evict(int descriptor, std::int64_t offset, std::int64_t bytes) {
  if (bytes == 0 || keeps_nothing(descriptor)) return true;
  if (::posix_fadvise(descriptor, offset, bytes, POSIX_FADV_DONTNEED) != 0) return false;
  // The pages at the ends stay where they reach beyond the range; they are not asked about.
  const std::int64_t first = (offset + page_bytes() - 1) / page_bytes() * page_bytes();
  struct stat status;
  if (::fstat(descriptor, &status) != 0) return false;
  const bool to_the_end = offset + bytes >= status.st_size;
  const std::int64_t end =
      to_the_end ? status.st_size : (offset + bytes) / page_bytes() * page_bytes();
  if (end <= first) return false;
  const auto cached = cached_bytes(descriptor, first, end - first);
  if (cached && *cached < end - first) return *cached == 0;
  return is_out(descriptor, first) && is_out(descriptor, end - 1);
}

}  // namespace hilo
