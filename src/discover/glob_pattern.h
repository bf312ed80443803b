// Patterns as Python's glob has them, with `**`.
#ifndef HILO_DISCOVER_GLOB_PATTERN_H_
#define HILO_DISCOVER_GLOB_PATTERN_H_

#include <string>
#include <string_view>
#include <vector>

namespace hilo {

// Whether the text holds one of * ? [
bool has_glob_characters(std::string_view text);

// Whether one part of a pattern matches a file's name:
//
//   *       any characters, also none
//   ?       one character
//   [abc]   one of these; [a-z] a range, [!abc] none of these; a ']' that comes first is a
//           member, and a '[' that is never closed is itself
//
// A character is a UTF-8 sequence or, where the bytes are not UTF-8, a byte. A leading '.' is
// matched by a leading '.' only: wildcards leave hidden names out.
bool glob_match(std::string_view part, std::string_view name);

struct GlobPart {
  enum class Kind { literal, wildcard, recursive };  // recursive: `**`, any directories, also none
  Kind kind = Kind::literal;
  std::string text;
};

struct GlobPattern {
  std::string base;               // what precedes the first part with a wildcard: "", "/" or "a/b/"
  std::vector<GlobPart> parts;    // at least one; no two `**` in a row
  bool directories_only = false;  // the pattern ended with a slash
  bool has_dots = false;          // a part is "." or "..": one file may match under several keys

  // `text` holds glob characters and single slashes.
  explicit GlobPattern(std::string_view text);
};

}  // namespace hilo

#endif  // HILO_DISCOVER_GLOB_PATTERN_H_
