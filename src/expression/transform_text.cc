#include "expression/transform_text.h"

#include <algorithm>

#include "expression/expression.h"

namespace hilo {
namespace {

constexpr std::string_view kExprLine = "expr ";
constexpr std::string_view kFunctionLine = "function ";
constexpr std::string_view kWhereLine = "where ";

bool has_controls(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

}  // namespace

Result<void> check_function(const Transform& transform) {
  if (transform.function.function == nullptr && transform.function.identity.empty()) return {};
  if (!transform.expr.empty()) {
    return failure(ErrorCode::usage, "expected an expression or a function, found both");
  }
  if (transform.function.function == nullptr) {
    return failure(ErrorCode::usage, "expected a function with its identity, found none");
  }
  const std::string& identity = transform.function.identity;
  if (identity.empty() || identity.size() > kMostExpressionBytes || has_controls(identity)) {
    return failure(ErrorCode::usage, "expected an identity of the function, of at most " +
                                         std::to_string(kMostExpressionBytes) +
                                         " bytes and without control characters, found " +
                                         (identity.empty() ? "none" : "another"));
  }
  return {};
}

Result<std::string> transform_text(const Transform& transform) {
  if (auto checked = check_function(transform); !checked) {
    return Failure(std::move(checked.error()));
  }
  const auto expression = Expression::parse(transform.expr, transform.where);
  if (!expression) return Failure(expression.error());
  std::string text;
  const auto put = [&](std::string_view name, const std::string& line) {
    if (!line.empty()) text.append(name).append(line) += '\n';
  };
  put(kExprLine, expression->expr());
  put(kFunctionLine, transform.function.identity);
  put(kWhereLine, expression->where());
  return text;
}

std::optional<TransformLines> read_transform_text(std::string_view text) {
  TransformLines lines;
  const auto take = [&](std::string_view name, std::string& line) {
    const std::size_t end = text.find('\n');
    if (!text.starts_with(name) || end == text.npos || end == name.size()) return;
    line = text.substr(name.size(), end - name.size());
    text.remove_prefix(end + 1);
  };
  take(kExprLine, lines.expr);
  if (lines.expr.empty()) {
    std::string identity;
    take(kFunctionLine, identity);
    if (!identity.empty()) lines.expr = "function " + identity;
  }
  take(kWhereLine, lines.where);
  if (!text.empty() || has_controls(lines.expr) || has_controls(lines.where)) return std::nullopt;
  return lines;
}

std::string describe_transform(std::string_view text) {
  const auto lines = read_transform_text(text);
  if (!lines || text.empty()) return "the elements";
  std::string description = lines->expr.empty() ? "the elements" : lines->expr;
  if (!lines->where.empty()) description += " where " + lines->where;
  constexpr std::size_t kMostShown = 200;
  if (description.size() > kMostShown) description.replace(kMostShown, description.npos, "...");
  return description;
}

}  // namespace hilo
