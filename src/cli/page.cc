#include "cli/page.h"

#include <algorithm>
#include <iterator>

namespace hilo::cli {
namespace {

constexpr std::string_view kEntryMark = " :: ";
constexpr std::string_view kHeadingMark = "# ";
constexpr std::string_view kLinesMark = "  ";
constexpr std::size_t kIndent = 2;
constexpr std::size_t kFlagTextIndent = 6;
constexpr std::size_t kWidestTerm = 24;  // a wider one has a line of its own

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

void append_words(std::string& text, std::string_view line) {
  if (!text.empty()) text += ' ';
  text += line;
}

// Adds a line that is not empty. `is_open`: it may belong to the block before it.
void add_line(Page& page, std::string_view line, bool is_open) {
  if (line.starts_with(kLinesMark)) {
    if (!is_open || page.back().kind != Block::Kind::lines) page.push_back({Block::Kind::lines});
    page.back().text.append(line.substr(kLinesMark.size())).append("\n");
    return;
  }
  if (line.starts_with(kHeadingMark)) {
    page.push_back({Block::Kind::heading, std::string(line.substr(kHeadingMark.size()))});
    return;
  }
  if (const std::size_t mark = line.find(kEntryMark); mark != line.npos) {
    page.push_back({Block::Kind::entry, std::string(line.substr(mark + kEntryMark.size())),
                    std::string(line.substr(0, mark))});
    return;
  }
  const bool goes_on = is_open && (page.back().kind == Block::Kind::paragraph ||
                                   page.back().kind == Block::Kind::entry);
  if (!goes_on) page.push_back({Block::Kind::paragraph});
  append_words(page.back().text, line);
}

// `text` in lines after `indent` spaces each.
std::string wrap(std::string_view text, std::size_t indent) {
  const std::size_t width = kPageWidth - indent;
  std::string out;
  while (!text.empty()) {
    std::size_t taken = std::min(text.size(), width);
    if (taken < text.size() && text[taken] != ' ') {
      const std::size_t space = text.rfind(' ', taken);
      if (space != text.npos && space > 0) taken = space;
    }
    out.append(indent, ' ').append(text.substr(0, taken)).append("\n");
    text.remove_prefix(taken);
    if (!text.empty() && text[0] == ' ') text.remove_prefix(1);
  }
  return out;
}

std::string indented(std::string_view lines) {
  std::string out;
  while (!lines.empty()) {
    const std::string_view line = take_line(lines);
    if (!line.empty()) out.append(kIndent, ' ').append(line);
    out += '\n';
  }
  return out;
}

// The column where the texts of neighbouring entries begin.
std::size_t text_column(const Page& page, std::size_t first) {
  std::size_t widest = 0;
  for (std::size_t i = first; i < page.size() && page[i].kind == Block::Kind::entry; ++i) {
    if (page[i].term.size() <= kWidestTerm) widest = std::max(widest, page[i].term.size());
  }
  return kIndent + widest + 2;
}

std::string entry_text(const Block& entry, std::size_t column) {
  const std::string term = std::string(kIndent, ' ') + entry.term;
  std::string text = wrap(entry.text, column);
  if (text.empty() || term.size() + 2 > column) return term + "\n" + text;
  return text.replace(0, term.size(), term);
}

}  // namespace

Page parse_page(std::string_view text) {
  Page page;
  bool is_open = false;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (!line.empty()) add_line(page, line, is_open);
    is_open = !line.empty();
  }
  return page;
}

void append(Page& page, Page more) {
  page.insert(page.end(), std::make_move_iterator(more.begin()),
              std::make_move_iterator(more.end()));
}

std::string to_text(const Page& page) {
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < page.size(); ++i) {
    const Block& block = page[i];
    const bool is_first = i == 0 || page[i - 1].kind != block.kind;
    const bool is_list = block.kind == Block::Kind::entry || block.kind == Block::Kind::flag;
    const bool follows_heading = i > 0 && page[i - 1].kind == Block::Kind::heading;
    if (i > 0 && !follows_heading && (is_first || !is_list)) out += '\n';
    if (is_first) column = text_column(page, i);
    switch (block.kind) {
      case Block::Kind::heading:
        out += block.text + ":\n";
        break;
      case Block::Kind::paragraph:
        out += wrap(block.text, 0);
        break;
      case Block::Kind::lines:
        out += indented(block.text);
        break;
      case Block::Kind::entry:
        out += entry_text(block, column);
        break;
      case Block::Kind::flag:
        out += std::string(kIndent, ' ') + block.term + "\n" + wrap(block.text, kFlagTextIndent);
        break;
    }
  }
  return out;
}

}  // namespace hilo::cli
