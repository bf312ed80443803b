// Where the library was loaded from.
#ifndef HILO_BASE_OWN_FOLDER_H_
#define HILO_BASE_OWN_FOLDER_H_

#include <string>
#include <vector>

namespace hilo {

// The folder of the shared library, or of the program, that this function is part of; empty where
// the system does not tell.
std::string own_folder();

// Where a shared library that is installed with hilo may lie, the most likely place first: beside
// it, in lib/hilo below the same prefix, or in the Python package whose program this is. Only
// places in packages are known to be there.
std::vector<std::string> companion_places(const std::string& file);

}  // namespace hilo

#endif  // HILO_BASE_OWN_FOLDER_H_
