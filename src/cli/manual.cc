#include "cli/manual.h"

#include <string_view>

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/page.h"
#include "cli/roff.h"
#include "cli/topics.h"
#include "hilo/version.h"

namespace hilo::cli {
namespace {

// A page shows when its program was released, not when it was built.
constexpr std::string_view kDate = "2026-11-25";

constexpr std::string_view kDescription = R"(
hilo computes count, min, max, sum, mean, variance and standard deviation of the arrays in .npy
files, which NumPy writes: of each file, of each directory and of all of them together. The results
are exact, and rounded once, so they are the same bits in whatever order files are read, and whoever
reads them.

Every input is either in the result or named as an error with its reason, and the exit code says
which.
)";

constexpr std::string_view kFiles = R"(
DIR/.hilo-generate.json :: what 'hilo generate' made in DIR, and with which parameters
PREFIX/lib/hilo/libhilo_jit.so :: the compiler of expressions
PREFIX/libexec/hilo/hilo-worker :: what programs other than 'hilo' start for the executor processes
)";

constexpr std::string_view kStandards = R"(
Arithmetic is that of IEEE 754. Inputs are .npy files of the versions 1.0, 2.0 and 3.0, as NumPy
documents them (numpy.lib.format). CSV is that of RFC 4180, with a line feed at the end of a line;
JSON is that of RFC 8259. Beyond the latter, bytes of a name that are not UTF-8 are lone surrogates, as
Python's surrogateescape writes them.
)";

std::string in_capitals(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::string titled(std::string_view macro, std::string_view title, const Page& page) {
  std::string body = to_roff(page);
  constexpr std::string_view kParagraph = ".PP\n";  // says nothing below a title
  if (body.starts_with(kParagraph)) body.erase(0, kParagraph.size());
  return std::string(macro) + " \"" + roff_escape(title) + "\"\n" + body;
}

std::string section(std::string_view title, const Page& page) { return titled(".SH", title, page); }

std::string names() { return ".SH \"NAME\"\nhilo \\- " + roff_escape(kProgramSummary) + "\n"; }

// "hilo stats" in bold, then what follows it.
std::string synopsis() {
  std::string out = ".SH \"SYNOPSIS\"\n.nf\n";
  for (const Command& command : all_commands()) {
    out += "\\fBhilo " + roff_escape(command.name) + "\\fR " + roff_escape(command.positional) +
           " [FLAGS]\n";
  }
  return out + "\\fBhilo \\-\\-help\\fR | \\fB\\-\\-version\\fR\n.fi\n";
}

std::string commands() {
  std::string out = ".SH \"COMMANDS\"\n";
  for (const Command& command : all_commands()) {
    Page page = parse_page(command.description);
    append(page, flags_page(command));
    out += titled(".SS", command_usage(command), page);
  }
  return out;
}

std::string topics() {
  std::string out;
  for (const Topic& topic : all_topics()) {
    out += section(topic.section.empty() ? in_capitals(topic.name) : std::string(topic.section),
                   topic_text(topic));
  }
  return out;
}

Page examples() {
  Page page;
  for (const Command& command : all_commands()) {
    page.push_back({Block::Kind::lines, std::string(command.examples)});
  }
  return page;
}

}  // namespace

std::string manual() {
  std::string out = ".\\\" 'hilo help man' prints this.\n.TH \"HILO\" \"1\" \"" +
                    std::string(kDate) + "\" \"hilo " + std::string(version()) +
                    "\" \"User Commands\"\n.nh\n.ad l\n";
  out += names();
  out += synopsis();
  out += section("DESCRIPTION", parse_page(kDescription));
  out += commands();
  out += topics();
  out += section("FILES", parse_page(kFiles));
  out += section("STANDARDS", parse_page(kStandards));
  out += section("EXAMPLES", examples());
  out += ".SH \"SEE ALSO\"\n.BR find (1),\n.BR man (1),\n.BR python3 (1)\n";
  return out;
}

}  // namespace hilo::cli
