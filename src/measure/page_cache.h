// What the system holds in memory of files, and how to make it let go.
#ifndef HILO_MEASURE_PAGE_CACHE_H_
#define HILO_MEASURE_PAGE_CACHE_H_

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/file_descriptor.h"

namespace hilo {

// The regular file at the path, open for reading; not open where that fails. Never waits.
FileDescriptor open_regular(const char* path);

// The bytes in [offset, offset + bytes) of an open file that are in memory, in whole pages; nothing
// where the system does not tell. It tells owners of a file and who may write to it.
std::optional<std::int64_t> cached_bytes(int descriptor, std::int64_t offset, std::int64_t bytes);

// Reads without waiting for a disk: how many bytes, 0 where the first of them is not in memory or
// there is none, nothing where the file system cannot say.
std::optional<std::size_t> read_cached(int descriptor, std::span<std::byte> out,
                                       std::int64_t offset);

// Puts the bytes in [offset, offset + bytes) of an open file out of memory; false where some may
// still be there: they are not written to the disk yet, another process holds them, or the file
// system has no disk. True where the system keeps nothing of such a file in memory. What reaches
// beyond the range stays, so it begins and ends at the file's ends or at multiples of 2 MiB, the
// largest piece that the system holds as one.
bool evict(int descriptor, std::int64_t offset, std::int64_t bytes);

}  // namespace hilo

#endif  // HILO_MEASURE_PAGE_CACHE_H_
