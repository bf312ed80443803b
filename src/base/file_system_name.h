// What kind of file system a file lies on.
#ifndef HILO_BASE_FILE_SYSTEM_NAME_H_
#define HILO_BASE_FILE_SYSTEM_NAME_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace hilo {

// "ext4", "nfs", "fuse"; "fuseblk" where a program serves what is on a disk of this machine, as
// NTFS is by ntfs-3g; empty where the system does not say, or says something rare.
std::string file_system_name(const std::string& path);

// The same of the number that statfs() gives as its type; with `has_disk` it lies on a device.
std::string_view file_system_name(std::uint32_t number, bool has_disk);

}  // namespace hilo

#endif  // HILO_BASE_FILE_SYSTEM_NAME_H_
