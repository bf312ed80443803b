// "Did you mean": the known spelling that a typo is nearest to.
#ifndef HILO_BASE_NEAREST_H_
#define HILO_BASE_NEAREST_H_

#include <cstddef>
#include <span>
#include <string_view>

namespace hilo {

// The fewest insertions, deletions, replacements and swaps of neighbours (none of them twice at
// the same place) that turn `a` into `b`.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidate that `word` is most likely meant to be; empty where none is near: more than a
// third of its letters would have to change, and it is not the beginning of a candidate either.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace hilo

#endif  // HILO_BASE_NEAREST_H_
