#include <unistd.h>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/standard_output.h"
#include "hilo/array_info.h"
#include "report/info.h"

namespace hilo::cli {

int run_info(Arguments& arguments) {
  std::vector<report::NamedInfo> files;
  std::vector<Error> errors;
  for (const std::string& path : arguments.positionals) {
    if (Result<ArrayInfo> info = read_array_info(path)) {
      files.emplace_back(path, *std::move(info));
    } else {
      errors.push_back(std::move(info).error());
    }
  }
  const bool json = arguments.format == report::Format::json;
  const std::string text =
      json            ? report::info_json(files, errors)
      : files.empty() ? std::string()
                      : report::info_table(files, use_color(arguments.color, STDOUT_FILENO));
  const int code = print(text, errors.empty() ? kExitOk : kExitSomeFailed);
  if (code != kExitClosedPipe) say_errors(errors);
  return code;
}

}  // namespace hilo::cli
