// The script is made of specifications for _arguments, a function of zsh's completion system:
//
//   '(-o --output)'{-o+,--output=}'[write the result to FILE]:FILE:_files'
//
// The flags that this one excludes; its two names, with "+" and "=" where the value may be joined
// to them; what it is for; the name of its value, and what completes that.
#include <string>
#include <string_view>

#include "cli/completion.h"
#include "cli/flags.h"

namespace hilo::cli {
namespace {

constexpr std::string_view kHead = R"(#compdef hilo
# Completion of hilo for zsh. 'hilo completion zsh' printed this.
)";

constexpr std::string_view kTail = R"zsh(
_hilo() {
  local curcontext=$curcontext state state_descr line
  typeset -A opt_args
  _arguments -C \
)zsh";

constexpr std::string_view kEnd = R"zsh(    ':command:_hilo_commands' \
    '*::argument:->arguments' && return
  [[ $state == arguments ]] || return
  curcontext=${curcontext%:*}-$words[1]:
  (( $+functions[_hilo_command_$words[1]] )) && _hilo_command_$words[1]
}

# The file of a folder in $fpath is the function itself; what is sourced says what it is for.
if [[ $funcstack[1] == _hilo ]]; then
  _hilo "$@"
else
  compdef _hilo hilo
fi
)zsh";

// For a word in single quotes. `special`: characters that a specification takes for its own.
std::string escaped(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      if (special.find(c) != special.npos) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string action(Takes takes) {
  switch (takes) {
    case Takes::files:
      return "_files";
    case Takes::directories:
      return "_files -/";
    case Takes::text:
      break;
  }
  return " ";  // none, but the name of the value is shown
}

std::string value_part(const Flag& flag) {
  std::string part = ":" + escaped(flag.value_name, ":\\") + ":";
  if (!flag.items.empty()) {
    part += "_values -s , " + std::string(flag.name);
    for (const std::string_view item : flag.items) part.append(" ").append(item);
    return part;
  }
  if (flag.choices.empty()) return part + action(taken_by(flag.value_name));
  part += '(';
  for (const std::string_view choice : flag.choices) {
    if (part.back() != '(') part += ' ';
    part += choice;
  }
  return part + ')';
}

// The names of a flag as they exclude each other; help and version exclude all else.
std::string excluded(const Flag& flag) {
  const std::string long_name = "--" + std::string(flag.name);
  if (flag.category == Category::general) return "(- *)";
  if (flag.is_list) return "*";
  if (flag.short_name == '\0') return "(" + long_name + ")";
  return std::string("(-") + flag.short_name + " " + long_name + ")";
}

std::string specification(const Flag& flag) {
  const bool has_value = !flag.value_name.empty();
  const std::string long_name = "--" + std::string(flag.name) + (has_value ? "=" : "");
  std::string out = "'" + excluded(flag);
  if (flag.short_name == '\0') {
    out += long_name;
  } else {
    out += std::string("'{-") + flag.short_name + (has_value ? "+" : "") + "," + long_name + "}'";
  }
  out += "[" + escaped(flag.short_help, "[]\\:") + "]";
  return out + (has_value ? value_part(flag) : "") + "'";
}

std::string specifications(std::span<const Flag* const> flags) {
  std::string out;
  for (const Flag* flag : flags) out += "    " + specification(*flag) + " \\\n";
  return out;
}

// "_hilo_NAME() { ... }": offers words with what they are.
std::string words_function(const std::string& name, std::string_view what,
                           const std::vector<Choice>& choices) {
  std::string out = "\n" + name + "() {\n  local -a words\n  words=(\n";
  for (const Choice& choice : choices) {
    out += "    '" + escaped(choice.word, ":\\") + ":" + escaped(choice.summary, "\\") + "'\n";
  }
  return out + "  )\n  _describe '" + escaped(what, "") + "' words\n}\n";
}

std::vector<Choice> command_choices() {
  std::vector<Choice> choices;
  for (const Command& command : all_commands()) choices.push_back({command.name, command.summary});
  return choices;
}

std::string words_name(const Command& command) {
  return "_hilo_words_of_" + std::string(command.name);
}

std::string positional(const Command& command) {
  const std::string_view name = command.positional.substr(0, command.positional.find("..."));
  const std::string act = command.choices == nullptr ? action(taken_by(name)) : words_name(command);
  return std::string(command.max_positionals == 1 ? "" : "*") + ":" + escaped(name, ":\\") + ":" +
         act;
}

std::string command_function(const Command& command) {
  return "\n_hilo_command_" + std::string(command.name) + "() {\n  _arguments -s -S \\\n" +
         specifications(command.flags()) + "    '" + positional(command) + "'\n}\n";
}

}  // namespace

std::string zsh_completion() {
  std::string out(kHead);
  out += words_function("_hilo_commands", "command", command_choices());
  for (const Command& command : all_commands()) {
    if (command.choices != nullptr) {
      out += words_function(words_name(command), command.positional, command.choices());
    }
    out += command_function(command);
  }
  return out + std::string(kTail) + specifications(program_flags()) + std::string(kEnd);
}

}  // namespace hilo::cli
