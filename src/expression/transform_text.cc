#include "expression/transform_text.h"

#include "base/controls.h"
#include "expression/engine.h"

namespace hilo {
namespace {

constexpr std::string_view kExprLine = "expr ";
constexpr std::string_view kFunctionLine = "function ";
constexpr std::string_view kWhereLine = "where ";

}  // namespace

std::string transform_text(const TransformEngine* engine) {
  std::string text;
  if (engine == nullptr) return text;
  const auto put = [&](std::string_view name, const std::string& line) {
    if (!line.empty()) text.append(name).append(line) += '\n';
  };
  put(kExprLine, engine->expression().expr());
  put(kFunctionLine, engine->transform().function.identity);
  put(kWhereLine, engine->expression().where());
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
