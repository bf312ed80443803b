// The 'descr' string of a .npy header: how NumPy spells element types.
#ifndef HILO_DECODE_DESCR_H_
#define HILO_DECODE_DESCR_H_

#include <optional>
#include <string_view>

#include "hilo/dtype.h"

namespace hilo {

// The element type that numpy.dtype(descr) is on 64-bit Linux, for every spelling that NumPy 1.24
// or 2 takes for the kinds of hilo: "<f8", "=f8", "|f8", "d", "float64", "double", "f08", ... even
// type numbers ("\x0c"). Nothing for everything else.
//
// Stricter than NumPy: spellings with a repeat count or a comma ("1f8", "()f8", "f8,") are refused,
// for NumPy's own versions differ on them.
std::optional<Dtype> parse_descr(std::string_view descr);

// What a descr is that parse_descr does not take: "complex numbers", "Python objects", "strings",
// ...; "an unknown dtype" in doubt. A static string.
std::string_view describe_descr(std::string_view descr);

// Arrays of Python objects: their data are pickles.
bool is_object_descr(std::string_view descr);

}  // namespace hilo

#endif  // HILO_DECODE_DESCR_H_
