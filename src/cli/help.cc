#include "cli/help.h"

#include <algorithm>
#include <span>

namespace hilo::cli {
namespace {

constexpr std::size_t kWidth = 80;

// Breaks `text` into lines of at most kWidth columns, each after `indent` spaces; "\n" in the text
// stays a line break. ASCII.
std::string wrap(std::string_view text, std::size_t indent) {
  std::string out;
  while (!text.empty()) {
    const std::size_t paragraph = std::min(text.find('\n'), text.size());
    std::size_t taken = std::min(paragraph, kWidth - indent);
    if (taken < paragraph && text[taken] != ' ') {
      const std::size_t space = text.rfind(' ', taken);
      if (space != std::string_view::npos && space > 0) taken = space;
    }
    if (taken > 0) out.append(indent, ' ');
    out += text.substr(0, taken);
    out += '\n';
    text.remove_prefix(taken);
    if (!text.empty()) text.remove_prefix(1);  // the space or line break
  }
  return out;
}

std::string flag_heading(const Flag& flag) {
  std::string heading = "  ";
  if (flag.short_name != '\0') heading += std::string("-") + flag.short_name + ", ";
  heading.append("--").append(flag.name);
  if (!flag.value_name.empty()) heading.append(" ").append(flag.value_name);
  return heading + "\n";
}

std::string sentence(std::string_view phrase) {
  std::string text(phrase);
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text + ".";
}

std::string flag_help(const Flag& flag) {
  std::string text = sentence(flag.short_help);
  if (!flag.long_help.empty()) text.append(" ").append(flag.long_help);
  return flag_heading(flag) + wrap(text, 6);
}

std::string flags_help(std::span<const Flag* const> flags) {
  std::string out;
  const Flag* previous = nullptr;
  for (const Flag* flag : flags) {
    if (previous == nullptr || previous->category != flag->category) {
      out.append("\n").append(category_name(flag->category)).append(":\n");
    }
    out += flag_help(*flag);
    previous = flag;
  }
  return out;
}

}  // namespace

std::string program_help() {
  std::string out =
      "hilo: exact summary statistics over very many array files\n"
      "\n"
      "Usage: hilo COMMAND [ARGUMENTS]\n"
      "\n"
      "Commands:\n";
  for (const Command& command : all_commands()) {
    std::string line = "  " + std::string(command.name) + " " + std::string(command.positional);
    line.resize(std::max<std::size_t>(line.size(), 19), ' ');
    out += line + "  " + std::string(command.summary) + "\n";
  }
  return out +
         "\n"
         "'hilo help COMMAND' says more about one; 'hilo --version' prints the version.\n"
         "\n"
         "Examples:\n"
         "  hilo stats data/\n"
         "  hilo stats data/ --format csv -o data.csv\n";
}

std::string command_help(const Command& command) {
  const std::string name = "hilo " + std::string(command.name);
  return name + ": " + std::string(command.summary) + "\n\nUsage: " + name + " " +
         std::string(command.positional) + " [FLAGS]\n\n" + wrap(command.description, 0) +
         flags_help(command.flags()) + "\nExamples:\n" + wrap(command.examples, 2);
}

}  // namespace hilo::cli
