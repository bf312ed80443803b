// What can be said of a path without asking the file system.
#ifndef HILO_DISCOVER_LEXICAL_PATH_H_
#define HILO_DISCOVER_LEXICAL_PATH_H_

#include <string>
#include <string_view>

namespace hilo {

// Each run of slashes becomes one.
std::string with_single_slashes(std::string_view path);

// Writes the path without "." parts and without "x/.." pairs into `normal`: "./a/b/../x" -> "a/x".
// A slash at the end stays, as only a directory answers to it. Wrong about links to directories
// ("link/.." is elsewhere), as lexical normalisation is.
void normalise_path(std::string_view path, std::string& normal);

}  // namespace hilo

#endif  // HILO_DISCOVER_LEXICAL_PATH_H_
