#include "base/own_folder.h"

#include <dlfcn.h>
#include <glob.h>

#include <cstdlib>

namespace hilo {

std::string own_folder() {
  Dl_info info = {};
  if (::dladdr(reinterpret_cast<const void*>(&own_folder), &info) == 0) return {};
  std::string path = info.dli_fname == nullptr ? "" : info.dli_fname;
  // A path that was relative when the program started may lead nowhere by now.
  char* resolved =
      path.find('/') == std::string::npos ? nullptr : ::realpath(path.c_str(), nullptr);
  if (resolved == nullptr) resolved = ::realpath("/proc/self/exe", nullptr);
  if (resolved == nullptr) return {};
  path = resolved;
  std::free(resolved);
  return path.substr(0, path.rfind('/'));
}

std::vector<std::string> companion_places(const std::string& file) {
  std::vector<std::string> places;
  const std::string folder = own_folder();
  if (folder.empty()) return places;
  for (const char* place : {"/", "/../lib/hilo/", "/hilo/", "/../../lib/hilo/"}) {
    places.push_back(folder + place + file);
  }
  // A wheel puts the program in bin/ and the rest into the package.
  for (const char* packages : {"site-packages", "dist-packages"}) {
    const std::string pattern = folder + "/../lib/python3*/" + packages + "/hilo/" + file;
    glob_t found = {};
    if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) {
      for (std::size_t i = 0; i < found.gl_pathc; ++i) places.emplace_back(found.gl_pathv[i]);
    }
    ::globfree(&found);
  }
  return places;
}

}  // namespace hilo
