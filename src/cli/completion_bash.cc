// Bash splits the line into words and asks a function for those that may stand at the cursor. The
// script answers with words alone; names of files and directories are left to readline, which
// quotes them as it does everywhere (spaces, line breaks, what was quoted already).
#include <string>
#include <string_view>

#include "cli/completion.h"
#include "cli/flags.h"

namespace hilo::cli {
namespace {

constexpr std::string_view kHead =
    R"(# Completion of hilo for bash. 'hilo completion bash' printed this.

# Each of these says what may stand at the cursor: words, or what readline completes by itself.
_hilo_words() { mapfile -t COMPREPLY < <(compgen -W "$*" -- "$current"); }
_hilo_list() {
  local before=
  [[ $current != *,* ]] || before=${current%,*},
  mapfile -t COMPREPLY < <(compgen -P "$before" -W "$*" -- "${current##*,}")
  compopt -o nospace
}
_hilo_files() { compopt -o default; }
_hilo_directories() { compopt -o dirnames; }
_hilo_text() { :; }
)";

constexpr std::string_view kTail = R"(
_hilo() {
  local command=${COMP_WORDS[1]} current=${COMP_WORDS[COMP_CWORD]} word
  local flag=${COMP_WORDS[COMP_CWORD - 1]} may_be_flag=yes IFS=$' \t\n'
  COMPREPLY=()
  # '--format=csv' is three words.
  if [[ $current == '=' ]]; then
    current=
  elif [[ $flag == '=' ]]; then
    flag=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if ((COMP_CWORD == 1)); then
    _hilo_commands
    return
  fi
  for word in "${COMP_WORDS[@]:2:COMP_CWORD - 2}"; do
    [[ $word != '--' ]] || may_be_flag=
  done
  if [[ $may_be_flag ]]; then
    _hilo_value "$command" "$flag" && return
    if [[ $current == -* ]]; then
      _hilo_flags "$command"
      return
    fi
  fi
  _hilo_positional "$command"
}

complete -F _hilo hilo
)";

std::string reply(Takes takes) {
  switch (takes) {
    case Takes::files:
      return "_hilo_files";
    case Takes::directories:
      return "_hilo_directories";
    case Takes::text:
      break;
  }
  return "_hilo_text";
}

std::string flag_words(std::span<const Flag* const> flags) {
  std::string words;
  for (const Flag* flag : flags) {
    if (flag->short_name != '\0') words += std::string(" -") + flag->short_name;
    words.append(" --").append(flag->name);
  }
  return words;
}

std::string value_reply(const Flag& flag) {
  const auto choices = flag.items.empty() ? flag.choices : flag.items;
  if (choices.empty()) return reply(taken_by(flag.value_name));
  std::string words = flag.items.empty() ? "_hilo_words" : "_hilo_list";
  for (const std::string_view choice : choices) words.append(" ").append(choice);
  return words;
}

// "    'stats -o' | 'stats --output') _hilo_files ;;"
std::string value_case(const Command& command, const Flag& flag) {
  const std::string name(command.name);
  std::string line = "    ";
  if (flag.short_name != '\0') line += "'" + name + " -" + flag.short_name + "' | ";
  return line + "'" + name + " --" + std::string(flag.name) + "') " + value_reply(flag) + " ;;\n";
}

std::string commands_function() {
  std::string words;
  for (const Command& command : all_commands()) words.append(" ").append(command.name);
  return "\n_hilo_commands() {\n"
         "  if [[ $current == -* ]]; then\n"
         "    _hilo_words" +
         flag_words(program_flags()) +
         "\n"
         "  else\n"
         "    _hilo_words" +
         words + "\n  fi\n}\n";
}

std::string flags_function() {
  std::string out = "\n# The flags of the command $1.\n_hilo_flags() {\n  case $1 in\n";
  for (const Command& command : all_commands()) {
    out += "    " + std::string(command.name) + ") _hilo_words" + flag_words(command.flags()) +
           " ;;\n";
  }
  return out + "  esac\n}\n";
}

std::string value_function() {
  std::string out =
      "\n# The values of the flag $2 of the command $1. Fails where that takes none.\n"
      "_hilo_value() {\n  case \"$1 $2\" in\n";
  for (const Command& command : all_commands()) {
    for (const Flag* flag : command.flags()) {
      if (!flag->value_name.empty()) out += value_case(command, *flag);
    }
  }
  return out + "    *) return 1 ;;\n  esac\n}\n";
}

std::string positional_reply(const Command& command) {
  if (command.choices == nullptr) return reply(taken_by(command.positional));
  std::string words = "((COMP_CWORD > 2)) || _hilo_words";
  for (const Choice& choice : command.choices()) words.append(" ").append(choice.word);
  return words;
}

std::string positional_function() {
  std::string out = "\n# What follows the command $1.\n_hilo_positional() {\n  case $1 in\n";
  for (const Command& command : all_commands()) {
    out += "    " + std::string(command.name) + ") " + positional_reply(command) + " ;;\n";
  }
  return out + "  esac\n}\n";
}

}  // namespace

std::string bash_completion() {
  return std::string(kHead) + commands_function() + flags_function() + value_function() +
         positional_function() + std::string(kTail);
}

}  // namespace hilo::cli
