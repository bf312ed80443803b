// Files made cold: put out of the system's memory, so that the next run reads them from the disk.
// What a disk, or the host of a virtual machine, holds in memory of its own stays there.
#ifndef HILO_COMPARE_COLD_FILES_H_
#define HILO_COMPARE_COLD_FILES_H_

#include <atomic>
#include <optional>
#include <string>
#include <vector>

namespace hilo {

// Puts the files out of memory, after what is only there was written to the disk. Gives why that is
// not possible for more than a hundredth of their bytes, in words for people, or nothing; also
// where *stop became true.
std::string make_files_cold(const std::vector<std::string>& paths, const std::atomic<bool>* stop);

// The share of a sample of the files that is in memory, 0 to 1; nothing where the system does not
// tell.
std::optional<double> share_in_memory(const std::vector<std::string>& paths);

}  // namespace hilo

#endif  // HILO_COMPARE_COLD_FILES_H_
