#include "cli/roff.h"

#include <algorithm>

namespace hilo::cli {
namespace {

constexpr std::string_view kBold = "\\fB";
constexpr std::string_view kItalic = "\\fI";
constexpr std::string_view kRoman = "\\fR";

// A line of the source that is text, whatever it begins with.
std::string text_line(std::string_view escaped) {
  const bool is_request = escaped.starts_with('.') || escaped.starts_with('\'');
  return (is_request ? "\\&" : "") + std::string(escaped) + "\n";
}

// roff fills lines by itself: where they end in the source does not matter, but for the end of a
// sentence, which would be followed by two spaces there and by one elsewhere. "\&" hides it.
std::string filled(std::string_view text) {
  std::string out;
  std::string line;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string word = roff_escape(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line.size() + 1 + word.size() > kPageWidth - 2) {
      out += text_line(line + "\\&");
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  return line.empty() ? out : out + text_line(line);
}

std::string unfilled(std::string_view lines) {
  std::string out = ".PP\n.RS 4\n.nf\n";
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    out += text_line(roff_escape(lines.substr(0, end)));
    lines.remove_prefix(end == lines.npos ? lines.size() : end + 1);
  }
  return out + ".fi\n.RE\n";
}

std::string in_font(std::string_view font, std::string_view text) {
  return std::string(font) + roff_escape(text) + std::string(kRoman);
}

// "-j, --jobs N": what is typed as it is in bold, what stands for something else in italics.
std::string flag_term(std::string_view term) {
  std::string out;
  while (!term.empty()) {
    const std::size_t end = std::min(term.find_first_of(", "), term.size());
    const std::string_view word = term.substr(0, end);
    if (!word.empty()) out += in_font(word.starts_with('-') ? kBold : kItalic, word);
    if (end < term.size()) out += term[end];
    term.remove_prefix(std::min(end + 1, term.size()));
  }
  return out;
}

std::string block_roff(const Block& block) {
  switch (block.kind) {
    case Block::Kind::heading:
      return ".PP\n" + in_font(kBold, block.text) + "\n";
    case Block::Kind::paragraph:
      return ".PP\n" + filled(block.text);
    case Block::Kind::lines:
      return unfilled(block.text);
    case Block::Kind::entry:
      return ".TP\n" + in_font(kBold, block.term) + "\n" + filled(block.text);
    case Block::Kind::flag:
      return ".TP\n" + flag_term(block.term) + "\n" + filled(block.text);
  }
  return {};
}

}  // namespace

std::string roff_escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\(rs";
        break;
      case '-':
        out += "\\-";
        break;
      case '\'':
        out += "\\(aq";
        break;
      case '"':
        out += "\\(dq";
        break;
      case '^':
        out += "\\(ha";
        break;
      case '~':
        out += "\\(ti";
        break;
      case '`':
        out += "\\(ga";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string to_roff(const Page& page) {
  std::string out;
  for (const Block& block : page) out += block_roff(block);
  return out;
}

}  // namespace hilo::cli
