#include "cli/messages.h"

#include <unistd.h>

#include <cstdlib>
#include <string>

#include "cli/descriptors.h"
#include "cli/environment.h"
#include "cli/exit_code.h"
#include "report/display.h"

namespace hilo::cli {
namespace {

std::string message_line(std::string_view text) {
  return "hilo: " + report::escape_controls(text) + "\n";
}

}  // namespace

void say(std::string_view line) {
  // There is nowhere left to tell that standard error does not work.
  (void)write_all(STDERR_FILENO, message_line(line));
}

void say_lines(std::string_view lines) {
  std::string text = std::string(lines) + "\n";
  if (is_terminal(STDERR_FILENO) && !locale_is_utf8()) report::spell_without_mu(text);
  (void)write_all(STDERR_FILENO, text);
}

void say_errors(const std::vector<Error>& errors) {
  constexpr std::size_t kFullBytes = std::size_t{1} << 16;
  std::string lines;
  for (const Error& error : errors) {
    lines += message_line(to_string(error));
    if (lines.size() < kFullBytes) continue;
    if (write_all(STDERR_FILENO, lines) != 0) return;
    lines.clear();
  }
  (void)write_all(STDERR_FILENO, lines);
}

int say_usage(std::string_view message, std::string_view command) {
  std::string line(message);
  line += " (see 'hilo ";
  if (!command.empty()) line += std::string(command) + " ";
  say(line + "--help')");
  return kExitUsage;
}

bool use_color(When when, int descriptor) {
  if (when != When::automatic) return when == When::always;
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* terminal = std::getenv("TERM");
  const bool plain = terminal != nullptr && std::string_view(terminal) == "dumb";
  return !plain && is_terminal(descriptor);
}

bool show_progress(const Arguments& arguments) {
  if (arguments.quiet || arguments.progress == When::never) return false;
  return arguments.progress == When::always || is_terminal(STDERR_FILENO);
}

}  // namespace hilo::cli
