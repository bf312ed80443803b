// CLI11 splits words into flags and values; it is not shown the positionals as such, because it
// takes "[ab]" for a list of values, and a pattern may look like that. They are what it leaves.
#include "cli/parse.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/nearest.h"
#include "cli/flag_value.h"

namespace hilo::cli {
namespace {

bool is_switch(const Flag& flag) { return flag.value_name.empty(); }

std::string cli11_name(const Flag& flag) {
  std::string name;
  if (flag.short_name != '\0') name = std::string("-") + flag.short_name + ",";
  return name + "--" + std::string(flag.name);
}

void add_flag(CLI::App& app, const Flag& flag, Arguments& arguments, Result<void>& outcome) {
  const auto take = [&flag, &arguments, &outcome](const CLI::results_t& values) {
    for (const std::string& value : values) {
      if (outcome) outcome = apply_flag(flag, value, arguments);
    }
    return true;
  };
  CLI::Option* option = app.add_option(cli11_name(flag), take);
  option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  if (is_switch(flag)) option->expected(0);
}

const Flag* find_flag(std::string_view word, std::span<const Flag* const> flags) {
  for (const Flag* flag : flags) {
    if (word.starts_with("--") && word.substr(2) == flag->name) return flag;
  }
  return nullptr;
}

// "--output --by": the value was forgotten. A file of such a name is written as ./--by.
Result<void> check_next(std::string_view word, std::string_view next,
                        std::span<const Flag* const> flags) {
  const Flag* const flag = find_flag(word, flags);
  if (flag == nullptr || is_switch(*flag) || find_flag(next, flags) == nullptr) return {};
  return usage(std::string(word) + ": expected a value, found the flag " + std::string(next));
}

// What CLI11 would take, but nobody means: "--name=" with nothing after it, which it fills with the
// next word, another flag as a value, and a value for a switch.
Result<void> check_values(const std::vector<std::string>& words,
                          std::span<const Flag* const> flags) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") break;
    if (i + 1 < words.size()) {
      if (auto checked = check_next(word, words[i + 1], flags); !checked) return checked;
    }
    const std::size_t equals = word.find('=');
    if (!word.starts_with("--") || equals == std::string::npos) continue;
    const std::string name = word.substr(2, equals - 2);
    const std::string value = word.substr(equals + 1);
    for (const Flag* flag : flags) {
      if (flag->name != name) continue;
      if (is_switch(*flag))
        return usage("--" + name + ": expected no value, found '" + value + "'");
      if (value.empty()) return usage("--" + name + ": expected a value, found none");
    }
  }
  return {};
}

Failure unknown_flag(std::string_view word, std::span<const Flag* const> flags) {
  if (!word.starts_with("--"))
    return usage("unknown flag '" + std::string(word.substr(0, 2)) + "'");
  const std::string_view spelled = word.substr(0, word.find('='));
  std::vector<std::string_view> names;
  for (const Flag* flag : flags) names.push_back(flag->name);
  const std::string_view meant = nearest(spelled.substr(2), names);
  std::string message = "unknown flag '" + std::string(spelled) + "'";
  if (!meant.empty()) message += "; did you mean --" + std::string(meant) + "?";
  return usage(message);
}

// What CLI11 left, in order: positionals, unknown flags, "--" where it stood.
Result<void> take_rest(std::vector<std::string> rest, std::span<const Flag* const> flags,
                       Arguments& arguments) {
  bool flags_ended = false;
  for (std::string& word : rest) {
    if (!flags_ended && word == "--") {
      flags_ended = true;
      continue;
    }
    const bool number = word.size() > 1 && word[1] >= '0' && word[1] <= '9';
    if (!flags_ended && word.size() > 1 && word[0] == '-' && !number) {
      return unknown_flag(word, flags);
    }
    if (word.empty()) return usage("expected a path, found an empty one");
    arguments.positionals.push_back(std::move(word));
  }
  return {};
}

}  // namespace

Result<Arguments> parse(const std::vector<std::string>& words, std::span<const Flag* const> flags) {
  const Result<void> checked = check_values(words, flags);
  if (!checked) return tl::unexpected(checked.error());
  Arguments arguments;
  Result<void> outcome;
  CLI::App app;
  app.set_help_flag("");
  app.allow_extras();
  for (const Flag* flag : flags) add_flag(app, *flag, arguments, outcome);
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ArgumentMismatch&) {  // the last word is a flag that needs a value
    return usage(words.back() + ": expected a value, found none");
  }
  if (!outcome) return tl::unexpected(outcome.error());
  const Result<void> taken = take_rest(app.remaining(), flags, arguments);
  if (!taken) return tl::unexpected(taken.error());
  return arguments;
}

}  // namespace hilo::cli
