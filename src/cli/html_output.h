// The page of --html, where one is wanted: written beside the result of a run.
#ifndef HILO_CLI_HTML_OUTPUT_H_
#define HILO_CLI_HTML_OUTPUT_H_

#include <memory>
#include <string>
#include <vector>

#include "base/output_file.h"
#include "cli/arguments.h"
#include "hilo/error.h"
#include "hilo/stats.h"
#include "html/options.h"
#include "html/report.h"

namespace hilo::cli {

// A command line as a shell takes it: words that it would not take as they are stand in quotes. Of
// very many words the first.
std::string command_text(const std::vector<std::string>& words);

class HtmlOutput {
 public:
  explicit HtmlOutput(const Arguments& arguments);

  bool is_wanted() const { return !path_.empty(); }

  // As OutputFile::open. Nothing happens, here and below, where no page is wanted.
  Result<void> open();

  void row(const Row& row) {
    if (is_wanted()) report_.row(row);
  }

  // For other pages than that of a result.
  const html::HtmlOptions& options() const { return options_; }
  ByteSink& sink() { return *file_; }

  // Writes the page, of all rows so far and the result; it is seen after commit().
  Result<void> write(const StatsResult& result);
  Result<void> commit();

 private:
  std::string path_;
  html::HtmlOptions options_;
  html::HtmlReport report_;
  std::unique_ptr<OutputFile> file_;
};

}  // namespace hilo::cli

#endif  // HILO_CLI_HTML_OUTPUT_H_
