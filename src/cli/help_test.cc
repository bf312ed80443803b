// What is made of the tables holds all of them: help, manual, completions.
#include "cli/help.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "cli/completion.h"
#include "cli/error_meanings.h"
#include "cli/manual.h"
#include "cli/roff.h"
#include "cli/topics.h"
#include "expression/operations.h"

namespace hilo::cli {
namespace {

constexpr std::size_t kMostLines = 60;  // of a topic: two screens and a little

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

// The part of `text` from `begin` up to `end` or its own end.
std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const std::size_t first = text.find(begin);
  if (first == text.npos) return {};
  const std::size_t last = text.find(end, first + begin.size());
  return text.substr(first, last == text.npos ? last : last - first);
}

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); });
}

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    widest = std::max(widest, end - begin);
    begin = end + 1;
  }
  return widest;
}

// Calls check(command, flag) for each flag of each command.
template <typename Check>
void for_each_flag(Check check) {
  for (const Command& command : all_commands()) {
    for (const Flag* flag : command.flags()) check(std::string(command.name), *flag);
  }
}

TEST(HelpTest, EveryTextFitsATerminal) {
  std::vector<std::string> texts = {to_text(program_page())};
  for (const Command& command : all_commands()) texts.push_back(to_text(command_page(command)));
  for (const Topic& topic : all_topics()) texts.push_back(to_text(topic_page(topic)));
  for (const std::string& text : texts) {
    EXPECT_LE(widest_line(text), kPageWidth) << text;
    EXPECT_TRUE(is_ascii(text)) << text;
  }
}

TEST(HelpTest, EveryFlagIsInTheHelpOfItsCommand) {
  for_each_flag([](const std::string& name, const Flag& flag) {
    const std::string text = to_text(command_page(*find_command(name)));
    EXPECT_TRUE(contains(text, "--" + std::string(flag.name))) << name;
    for (const std::string_view choice : flag.choices) {
      EXPECT_TRUE(contains(text, std::string(choice))) << name << " " << flag.name;
    }
  });
}

TEST(HelpTest, WordsOfHelpAreCommandsAndTopicsAndDiffer) {
  std::set<std::string_view> words;
  for (const Choice& choice : help_choices()) {
    EXPECT_TRUE(words.insert(choice.word).second) << choice.word;
    EXPECT_FALSE(choice.summary.empty());
  }
  EXPECT_EQ(words.size(), all_commands().size() + all_topics().size() + 1);
}

TEST(TopicsTest, AreAtMostTwoScreens) {
  for (const Topic& topic : all_topics()) {
    const std::string text = to_text(topic_page(topic));
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'), kMostLines) << topic.name;
  }
}

TEST(TopicsTest, EveryCodeOfAnErrorHasAMeaning) {
  const std::string text = to_text(topic_page(*find_topic("errors")));
  int known = 0;
  for (int number = 0; number < 256; ++number) {
    const auto code = static_cast<ErrorCode>(number);
    if (error_code_name(code) == error_code_name(ErrorCode{0})) continue;
    ++known;
    EXPECT_TRUE(contains(text, "\n  " + std::string(error_code_name(code)) + " ")) << number;
    EXPECT_FALSE(error_meaning(code).empty()) << number;
  }
  EXPECT_GE(known, 23);
}

TEST(TopicsTest, EveryFunctionIsInTheTopicOfExpressions) {
  std::string text = to_text(topic_page(*find_topic("expressions")));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '(' || c == ','; }, ' ');
  for (const FunctionName& function : function_names()) {
    EXPECT_TRUE(contains(text, " " + std::string(function.name) + " ")) << function.name;
  }
}

TEST(ManualTest, HasEveryFlagOfEveryCommand) {
  const std::string text = manual();
  for_each_flag([&](const std::string& name, const Flag& flag) {
    const std::string section = between(text, ".SS \"hilo " + name + " ", "\n.S");
    EXPECT_TRUE(contains(section, "\\fB" + roff_escape("--" + std::string(flag.name)) + "\\fR"))
        << name << " " << flag.name;
  });
}

TEST(ManualTest, HasASectionForEveryTopic) {
  const std::string text = manual();
  for (const Topic& topic : all_topics())
    EXPECT_TRUE(contains(text, to_roff(topic_text(topic)).substr(4)));
}

TEST(CompletionTest, BashHasEveryFlagAndChoice) {
  const std::string script = bash_completion();
  for_each_flag([&](const std::string& name, const Flag& flag) {
    const std::string long_name = "--" + std::string(flag.name);
    const std::string flags = between(script, "\n    " + name + ") _hilo_words", "\n");
    EXPECT_TRUE(contains(flags, " " + long_name + " ")) << name;
    const std::string value = between(script, "'" + name + " " + long_name + "')", "\n");
    EXPECT_EQ(value.empty(), flag.value_name.empty()) << name << " " << long_name;
    for (const std::string_view choice : flag.choices) {
      EXPECT_TRUE(contains(value, " " + std::string(choice) + " ")) << name << " " << choice;
    }
  });
}

TEST(CompletionTest, ZshAndFishHaveEveryFlagWithItsHelp) {
  const std::string zsh = zsh_completion();
  const std::string fish = fish_completion();
  for_each_flag([&](const std::string& name, const Flag& flag) {
    // Their quoting changes what follows a quote or a colon.
    const std::string help(flag.short_help.substr(0, flag.short_help.find_first_of("':[]\\")));
    const std::string function = between(zsh, "\n_hilo_command_" + name + "()", "\n}");
    EXPECT_TRUE(contains(function, "--" + std::string(flag.name))) << name;
    EXPECT_TRUE(contains(function, "[" + help)) << name << " " << flag.name;
    const std::string rule =
        between(fish,
                "'__hilo_command " + name + "'" +
                    (flag.short_name == '\0' ? "" : std::string(" -s ") + flag.short_name) +
                    " -l " + std::string(flag.name) + " ",
                "\n");
    EXPECT_TRUE(contains(rule, " -d '" + help)) << name << " " << flag.name;
  });
}

TEST(CompletionTest, NamesOfValuesSayWhatTheyTake) {
  EXPECT_EQ(taken_by("FILE"), Takes::files);
  EXPECT_EQ(taken_by("INPUT..."), Takes::files);
  EXPECT_EQ(taken_by("STATE..."), Takes::files);
  EXPECT_EQ(taken_by("DIR"), Takes::directories);
  EXPECT_EQ(taken_by("N"), Takes::text);
  EXPECT_EQ(taken_by("[COMMAND|TOPIC]"), Takes::text);
}

}  // namespace
}  // namespace hilo::cli
