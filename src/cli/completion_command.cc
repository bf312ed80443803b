// 'hilo completion': one script for each shell.
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/exit_code.h"
#include "cli/flags.h"
#include "cli/messages.h"
#include "cli/standard_output.h"

namespace hilo::cli {
namespace {

struct Shell {
  std::string_view name;
  std::string_view summary;
  std::string (*script)();
};

constexpr Shell kShells[] = {
    {"bash", "the Bourne-again shell, 4 or later", bash_completion},
    {"zsh", "the Z shell", zsh_completion},
    {"fish", "the friendly interactive shell, 3 or later", fish_completion},
};

}  // namespace

std::vector<Choice> completion_shells() {
  std::vector<Choice> choices;
  for (const Shell& shell : kShells) choices.push_back({shell.name, shell.summary});
  return choices;
}

int run_completion(Arguments& arguments) {
  std::vector<std::string_view> names;
  for (const Shell& shell : kShells) names.push_back(shell.name);
  const Result<std::size_t> chosen = choose(arguments.positionals.front(), names);
  if (!chosen) return say_usage(chosen.error().message, "completion");
  return print(kShells[*chosen].script(), kExitOk);
}

}  // namespace hilo::cli
