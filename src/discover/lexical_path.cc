#include "discover/lexical_path.h"

#include <algorithm>

namespace hilo {
namespace {

// Takes the last part off `normal`; false where there is none that ".." would take back.
bool drop_last_part(std::string& normal) {
  if (normal.empty() || normal == "/") return normal == "/";  // above the root is the root
  const std::size_t slash = normal.find_last_of('/', normal.size() - 2);
  const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
  if (std::string_view(normal).substr(begin) == "../") return false;
  normal.resize(begin);
  return true;
}

}  // namespace

std::string with_single_slashes(std::string_view path) {
  std::string single(path);
  const auto both_slashes = [](char a, char b) { return a == '/' && b == '/'; };
  single.erase(std::unique(single.begin(), single.end(), both_slashes), single.end());
  return single;
}

// `normal` is kept as whole parts, each with its slash, until the last part is reached.
void normalise_path(std::string_view path, std::string& normal) {
  normal.clear();
  if (path.starts_with('/')) normal = "/";
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const bool last = slash == std::string_view::npos;
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(last ? path.size() : slash + 1);
    if (part.empty() || part == ".") continue;
    if (part == ".." && drop_last_part(normal)) continue;
    normal += part;
    if (!last || part == "..") normal += '/';
  }
  if (normal.empty()) normal = "./";
}

}  // namespace hilo
