#include "cli/help.h"

#include <string>

#include "cli/topics.h"

namespace hilo::cli {
namespace {

std::string flag_term(const Flag& flag) {
  std::string term;
  if (flag.short_name != '\0') term += std::string("-") + flag.short_name + ", ";
  term.append("--").append(flag.name);
  if (!flag.value_name.empty()) term.append(" ").append(flag.value_name);
  return term;
}

std::string sentence(std::string_view phrase) {
  std::string text(phrase);
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text + ".";
}

std::string flag_text(const Flag& flag) {
  std::string text = sentence(flag.short_help);
  if (!flag.long_help.empty()) text.append(" ").append(flag.long_help);
  return text;
}

Page command_list() {
  Page page;
  for (const Command& command : all_commands()) {
    page.push_back({Block::Kind::entry, std::string(command.summary),
                    std::string(command.name) + " " + std::string(command.positional)});
  }
  return page;
}

Page topic_list() {
  Page page;
  for (const Topic& topic : all_topics()) {
    page.push_back({Block::Kind::entry, std::string(topic.summary), std::string(topic.name)});
  }
  return page;
}

}  // namespace

Page program_page() {
  Page page = {{Block::Kind::paragraph, "hilo: " + std::string(kProgramSummary)},
               {Block::Kind::paragraph, "Usage: hilo COMMAND [ARGUMENTS]"},
               {Block::Kind::heading, "Commands"}};
  append(page, command_list());
  page.push_back({Block::Kind::heading, "Topics"});
  append(page, topic_list());
  page.push_back({Block::Kind::paragraph,
                  "'hilo help COMMAND' or 'hilo help TOPIC' says more about one; 'hilo --version' "
                  "prints the version."});
  page.push_back({Block::Kind::heading, "Examples"});
  page.push_back({Block::Kind::lines,
                  "hilo stats data/\n"
                  "hilo stats data/ --format csv -o data.csv\n"});
  return page;
}

std::string command_usage(const Command& command) {
  return "hilo " + std::string(command.name) + " " + std::string(command.positional) + " [FLAGS]";
}

Page flags_page(const Command& command) {
  Page page;
  const Flag* previous = nullptr;
  for (const Flag* flag : command.flags()) {
    if (previous == nullptr || previous->category != flag->category) {
      page.push_back({Block::Kind::heading, std::string(category_name(flag->category))});
    }
    page.push_back({Block::Kind::flag, flag_text(*flag), flag_term(*flag)});
    previous = flag;
  }
  return page;
}

Page command_page(const Command& command) {
  Page page = {
      {Block::Kind::paragraph,
       "hilo " + std::string(command.name) + ": " + std::string(command.summary)},
      {Block::Kind::paragraph, "Usage: " + command_usage(command)},
  };
  append(page, parse_page(command.description));
  append(page, flags_page(command));
  page.push_back({Block::Kind::heading, "Examples"});
  page.push_back({Block::Kind::lines, std::string(command.examples)});
  return page;
}

std::vector<Choice> help_choices() {
  std::vector<Choice> choices;
  for (const Command& command : all_commands()) choices.push_back({command.name, command.summary});
  for (const Topic& topic : all_topics()) choices.push_back({topic.name, topic.summary});
  choices.push_back({kManualWord, "the manual page"});
  return choices;
}

}  // namespace hilo::cli
