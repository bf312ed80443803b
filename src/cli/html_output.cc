#include "cli/html_output.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

namespace hilo::cli {
namespace {

constexpr std::size_t kMaxTitleInputs = 3;
constexpr std::size_t kMaxWords = 40;  // a shell may have made very many of a pattern

bool is_plain(char c) {
  constexpr std::string_view kPlain = "_-./=:,+@%";
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0 || kPlain.find(c) != std::string_view::npos;
}

std::string quoted_where_needed(const std::string& word) {
  if (!word.empty() && std::all_of(word.begin(), word.end(), is_plain)) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

// "hilo stats: a, b and 3 more"
std::string title(const Arguments& arguments) {
  std::vector<std::string> inputs = arguments.positionals;
  for (const std::string& list : arguments.files_from) {
    inputs.push_back(list == "-" ? "a list of files" : "the files of " + list);
  }
  std::string text = "hilo " + arguments.words.front() + ": ";
  for (std::size_t i = 0; i < std::min(inputs.size(), kMaxTitleInputs); ++i) {
    text += (i == 0 ? "" : ", ") + inputs[i];
  }
  if (inputs.size() > kMaxTitleInputs) {
    text += " and " + std::to_string(inputs.size() - kMaxTitleInputs) + " more";
  }
  return text;
}

}  // namespace

std::string command_text(const std::vector<std::string>& words) {
  std::string text = "hilo";
  const std::size_t shown = std::min(words.size(), kMaxWords);
  for (std::size_t i = 0; i < shown; ++i) text += " " + quoted_where_needed(words[i]);
  if (shown < words.size())
    text += " ... (" + std::to_string(words.size() - shown) + " more words)";
  return text;
}

HtmlOutput::HtmlOutput(const Arguments& arguments) : path_(arguments.html) {
  if (!is_wanted()) return;
  options_ = {title(arguments), command_text(arguments.words), arguments.stats.by};
}

Result<void> HtmlOutput::open() {
  if (!is_wanted()) return {};
  Result<std::unique_ptr<OutputFile>> file = OutputFile::open(path_);
  if (!file) return tl::unexpected(file.error());
  file_ = *std::move(file);
  return {};
}

Result<void> HtmlOutput::write(const StatsResult& result) {
  return is_wanted() ? report_.write(result, options_, *file_) : Result<void>();
}

Result<void> HtmlOutput::commit() { return is_wanted() ? file_->commit() : Result<void>(); }

}  // namespace hilo::cli
