// From what the user names to the list of files that are read.
#ifndef HILO_DISCOVER_DISCOVER_H_
#define HILO_DISCOVER_DISCOVER_H_

#include <atomic>
#include <string>
#include <vector>

#include "discover/input_list.h"
#include "hilo/error.h"

namespace hilo {

// Each input is, in this order:
//
//   something that exists   a directory, also by a link: all .npy below it (tree_walk.h);
//                           anything else: an input, which the reader may refuse
//   a pattern               with * ? or [ : what glob_pattern.h and tree_walk.h say
//   a missing file          an input, which the reader will fail to open
//
// A key is the path as found from the input, with single slashes, nothing resolved. A path that is
// named twice (after lexical normalisation) is in the list once, under the key that named it first.
//
// USAGE: no inputs, an empty one, one with a zero byte, a pattern or a directory that yields
// nothing. A directory that cannot be read is an input in the list, with its error_of().
//
// When `stop` becomes true the list of what was found by then is returned; it may be empty.
Result<InputList> discover(std::vector<std::string> inputs, Order order,
                           const std::atomic<bool>* stop = nullptr);

}  // namespace hilo

#endif  // HILO_DISCOVER_DISCOVER_H_
