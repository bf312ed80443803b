// Sorts millions of names in natural order in a fraction of a second.
#ifndef HILO_DISCOVER_NATURAL_SORT_H_
#define HILO_DISCOVER_NATURAL_SORT_H_

#include <functional>
#include <span>
#include <string>

namespace hilo {

// Writes the text that a record is sorted by.
using SortKey = std::function<void(const char* record, std::string& key)>;

// Sorts `records` by the natural order of their keys. Takes 16 bytes a record while it works.
void natural_sort(std::span<const char*> records, const SortKey& sort_key);

}  // namespace hilo

#endif  // HILO_DISCOVER_NATURAL_SORT_H_
