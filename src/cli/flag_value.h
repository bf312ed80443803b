// The values of flags: text in, a value or "expected X, found Y" out.
#ifndef HILO_CLI_FLAG_VALUE_H_
#define HILO_CLI_FLAG_VALUE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "hilo/dtype.h"
#include "hilo/error.h"

namespace hilo::cli {

// The error USAGE.
Failure usage(std::string message);

// Decimal digits, with underscores between them if that reads better: 10_000.
Result<std::int64_t> parse_integer(std::string_view text, std::int64_t min, std::int64_t max);
Result<std::uint64_t> parse_unsigned(std::string_view text);

// A little-endian dtype as NumPy spells it: "f8", "<f8", "float64", "?", "bool".
Result<Kind> parse_kind(std::string_view text);

}  // namespace hilo::cli

#endif  // HILO_CLI_FLAG_VALUE_H_
