// What a file is that is not a .npy file.
#ifndef HILO_DECODE_FILE_FORMAT_H_
#define HILO_DECODE_FILE_FORMAT_H_

#include <string_view>

namespace hilo {

// "a .npz archive, which hilo does not read yet", "gzip data", ... for the formats that people keep
// beside .npy files, told by their first bytes; empty for everything else. A static string.
std::string_view name_file_format(std::string_view head);

}  // namespace hilo

#endif  // HILO_DECODE_FILE_FORMAT_H_
