// What kind of file system a file lies on.
#ifndef HILO_BASE_FILE_SYSTEM_NAME_H_
#define HILO_BASE_FILE_SYSTEM_NAME_H_

#include <string>

namespace hilo {

// "ext4", "nfs", "fuse"; empty where the system does not say, or says something rare.
std::string file_system_name(const std::string& path);

}  // namespace hilo

#endif  // HILO_BASE_FILE_SYSTEM_NAME_H_
