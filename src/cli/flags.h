// The flags of all commands. One flag is one object, from which parsing, help, the manual and
// shell completions are made.
#ifndef HILO_CLI_FLAGS_H_
#define HILO_CLI_FLAGS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "cli/arguments.h"
#include "hilo/error.h"

namespace hilo::cli {

enum class Category : std::uint8_t { inputs, statistics, data, execution, output, general };

// The heading of a category in a help text.
std::string_view category_name(Category category);

// What a flag was given: its text, and which of the flag's choices that is.
struct FlagValue {
  std::string_view text;
  std::size_t choice = 0;
};

// For choices that are listed in the order of the enumerators.
template <typename E>
E chosen(const FlagValue& value) {
  return static_cast<E>(value.choice);
}

struct Flag {
  std::string_view name = {};        // without the dashes
  char short_name = '\0';            // none where 0
  std::string_view value_name = {};  // empty for a switch; says what is completed: taken_by()
  Category category = Category::general;
  std::string_view short_help = {};  // a phrase
  std::string_view long_help = {};   // more sentences, to follow the phrase; may be empty
  std::span<const std::string_view> choices =
      {};  // all values there are; empty: any that apply takes
  std::span<const std::string_view> items = {};  // that lists are of, "a,b"; apply takes them apart
  bool is_list = false;  // given again it adds a value, where others take the last one

  // Enters the value. The error's message reads "expected X, found Y".
  Result<void> (*apply)(const FlagValue& value, Arguments& arguments) = nullptr;
};

std::span<const Flag* const> stats_flags();
std::span<const Flag* const> merge_flags();
std::span<const Flag* const> info_flags();
std::span<const Flag* const> generate_flags();
std::span<const Flag* const> bench_flags();
std::span<const Flag* const> program_flags();  // those that stand before a command

// "table, csv, json or jsonl".
std::string choices_text(std::span<const std::string_view> choices);

// The place of `text` among the choices. USAGE, with the nearest of them, where it is none.
Result<std::size_t> choose(std::string_view text, std::span<const std::string_view> choices);

// What may stand for the name of a value or a positional, such as "FILE" or "INPUT...".
enum class Takes : std::uint8_t { text, files, directories };
Takes taken_by(std::string_view value_name);

// Checks the value against the choices and applies it. The message of an error names the flag.
Result<void> apply_flag(const Flag& flag, std::string_view text, Arguments& arguments);

}  // namespace hilo::cli

#endif  // HILO_CLI_FLAGS_H_
