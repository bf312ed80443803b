#include "cli/program.h"

#include <new>
#include <string_view>

#include "base/nearest.h"
#include "cli/commands.h"
#include "cli/descriptors.h"
#include "cli/exit_code.h"
#include "cli/help.h"
#include "cli/messages.h"
#include "cli/page.h"
#include "cli/parse.h"
#include "cli/signals.h"
#include "cli/standard_output.h"
#include "hilo/version.h"

namespace hilo::cli {
namespace {

int print_version() { return print("hilo " + std::string(version()) + "\n", kExitOk); }

int unknown_command(const std::string& word) {
  std::vector<std::string_view> names;
  for (const Command& command : all_commands()) names.push_back(command.name);
  const std::string_view meant = nearest(word, names);
  std::string message = "unknown command '" + word + "'";
  if (!meant.empty()) message += "; did you mean " + std::string(meant) + "?";
  return say_usage(message);
}

// "expected one DIR, found 2: 'a' 'b'"
int wrong_positionals(const Command& command, const std::vector<std::string>& positionals) {
  std::string message = "expected " + std::string(command.positional) + ", found ";
  if (positionals.empty()) {
    message += "none";
  } else {
    message += std::to_string(positionals.size()) + ":";
    for (const std::string& positional : positionals) message += " '" + positional + "'";
  }
  return say_usage(message, command.name);
}

int run_command(const Command& command, const std::vector<std::string>& words) {
  Result<Arguments> arguments = parse(words, command.flags());
  if (!arguments) return say_usage(arguments.error().message, command.name);
  if (arguments->help) return print(to_text(command_page(command)), kExitOk);
  if (arguments->version) return print_version();
  const std::size_t count = arguments->positionals.size();
  if (count < command.min_positionals || count > command.max_positionals) {
    return wrong_positionals(command, arguments->positionals);
  }
  arguments->words.emplace_back(command.name);
  arguments->words.insert(arguments->words.end(), words.begin(), words.end());
  return command.run(*arguments);
}

// The first word is a flag of the program as such.
int run_program_flags(const std::vector<std::string>& words) {
  const Result<Arguments> arguments = parse(words, program_flags());
  if (!arguments) return say_usage(arguments.error().message);
  return arguments->version ? print_version() : print(to_text(program_page()), kExitOk);
}

int run_words(const std::vector<std::string>& words) {
  if (words.empty()) {
    (void)write_all(2, to_text(program_page()));
    return kExitUsage;
  }
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  if (words[0].starts_with('-')) return run_program_flags(words);
  const Command* command = find_command(words[0]);
  return command != nullptr ? run_command(*command, rest) : unknown_command(words[0]);
}

}  // namespace

int run_program(const std::vector<std::string>& words) {
  occupy_standard_descriptors();
  ignore_closed_pipes();
  try {
    return run_words(words);
  } catch (const std::bad_alloc&) {
    say("expected more memory, found none left");
    return kExitNoResult;
  }
}

}  // namespace hilo::cli
