// Fish keeps one rule for each thing that it may offer: the condition under which it does, and what
// it is for.
#include <string>
#include <string_view>

#include "cli/completion.h"
#include "cli/flags.h"

namespace hilo::cli {
namespace {

constexpr std::string_view kHead =
    R"fish(# Completion of hilo for fish. 'hilo completion fish' printed this.

# Whether the words before the cursor are those of the command $argv[1]; without it, whether there
# is no command yet.
function __hilo_command
    set -l words (commandline -opc)
    if set -q argv[1]
        set -q words[2]; and test "$words[2]" = "$argv[1]"
    else
        test (count $words) -eq 1
    end
end

# Whether the word at the cursor is the one after the command $argv[1].
function __hilo_first_word
    __hilo_command $argv[1]; and test (count (commandline -opc)) -eq 2
end

complete -c hilo -f
)fish";

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string rule(const std::string& condition, const std::string& what) {
  return "complete -c hilo -n " + quoted(condition) + what + "\n";
}

std::string offered(Takes takes) {
  switch (takes) {
    case Takes::files:
      return " -F";
    case Takes::directories:
      return " -a '(__fish_complete_directories (commandline -ct))'";
    case Takes::text:
      break;
  }
  return "";
}

std::string value_part(const Flag& flag) {
  if (flag.value_name.empty()) return "";
  if (!flag.items.empty()) {
    std::string words = " -x -k -a '(__fish_append ,";
    for (const std::string_view item : flag.items) words.append(" ").append(item);
    return words + ")'";
  }
  if (flag.choices.empty()) {
    const Takes takes = taken_by(flag.value_name);
    return (takes == Takes::files ? " -r" : " -x") + offered(takes);
  }
  std::string words;
  for (const std::string_view choice : flag.choices) {
    if (!words.empty()) words += ' ';
    words.append(choice).append("\\t\"\"");  // without the description of the flag
  }
  return " -x -k -a '" + words + "'";
}

std::string flag_rules(const std::string& condition, std::span<const Flag* const> flags) {
  std::string out;
  for (const Flag* flag : flags) {
    std::string what;
    if (flag->short_name != '\0') what += std::string(" -s ") + flag->short_name;
    what += " -l " + std::string(flag->name) + value_part(*flag);
    out += rule(condition, what + " -d " + quoted(flag->short_help));
  }
  return out;
}

std::string word_rule(const std::string& condition, std::string_view word,
                      std::string_view summary) {
  return rule(condition, " -a " + std::string(word) + " -d " + quoted(summary));
}

std::string positional_rules(const Command& command) {
  const std::string name(command.name);
  if (command.choices == nullptr) {
    const std::string what = offered(taken_by(command.positional));
    return what.empty() ? "" : rule("__hilo_command " + name, what);
  }
  std::string out;
  for (const Choice& choice : command.choices()) {
    out += word_rule("__hilo_first_word " + name, choice.word, choice.summary);
  }
  return out;
}

}  // namespace

std::string fish_completion() {
  std::string out(kHead);
  out += "\n" + flag_rules("__hilo_command", program_flags());
  for (const Command& command : all_commands()) {
    out += word_rule("__hilo_command", command.name, command.summary);
  }
  for (const Command& command : all_commands()) {
    out += "\n" + positional_rules(command) +
           flag_rules("__hilo_command " + std::string(command.name), command.flags());
  }
  return out;
}

}  // namespace hilo::cli
