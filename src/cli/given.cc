#include "cli/given.h"

#include <iterator>
#include <utility>

#include "cli/messages.h"
#include "cli/signals.h"
#include "discover/files_from.h"

namespace hilo::cli {

Result<std::vector<std::string>> gather_inputs(const Arguments& arguments) {
  std::vector<std::string> inputs = arguments.positionals;
  const Separator separator = arguments.null_separated ? Separator::null : Separator::newline;
  for (const std::string& list : arguments.files_from) {
    Result<std::vector<std::string>> names = read_files_from(list, separator, stop_flag());
    if (!names) return names;
    inputs.insert(inputs.end(), std::make_move_iterator(names->begin()),
                  std::make_move_iterator(names->end()));
  }
  return inputs;
}

std::optional<int> refuse_expressions(const Transform& transform, std::string_view command) {
  const auto refuse = [&](const std::string& text, const Result<std::string>& checked) {
    const int code = say_usage("--" + checked.error().message, command);
    if (checked.error().offset >= 0) {
      say_lines(with_caret(text, static_cast<std::size_t>(checked.error().offset)));
    }
    return code;
  };
  if (!transform.expr.empty()) {
    const auto checked = canonical_expr(transform.expr);
    if (!checked) return refuse(transform.expr, checked);
  }
  if (!transform.where.empty()) {
    const auto checked = canonical_where(transform.where);
    if (!checked) return refuse(transform.where, checked);
  }
  return std::nullopt;
}

}  // namespace hilo::cli
