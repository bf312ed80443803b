// The order in which people expect numbered names: file_2 before file_10.
#ifndef HILO_DISCOVER_NATURAL_ORDER_H_
#define HILO_DISCOVER_NATURAL_ORDER_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hilo {

// A strict total order over byte strings: `equal` for identical bytes only.
std::strong_ordering natural_compare(std::string_view a, std::string_view b);

// The order of the first few tokens in one number: natural_word(a) < natural_word(b) only where
// a orders before b. Equal words say nothing.
std::uint64_t natural_word(std::string_view text);

// Bytes that can be dropped from the front of both without a change of their order: the common
// prefix, less the digits at its end.
std::size_t natural_common_prefix(std::string_view a, std::string_view b);

}  // namespace hilo

#endif  // HILO_DISCOVER_NATURAL_ORDER_H_
