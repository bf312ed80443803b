#include "expression/expression.h"

#include <utility>

#include "base/float_environment.h"
#include "expression/parser.h"
#include "expression/program_builder.h"

namespace hilo {
namespace {

std::string text_of(const ParsedExpression& parsed) { return parsed.text; }

}  // namespace

Result<Expression> Expression::parse(std::string_view expr, std::string_view where) {
  const FloatEnvironment environment;
  ProgramBuilder program;
  Expression result;
  if (!expr.empty()) {
    auto parsed = parse_expression(expr, "expr", false, program);
    if (!parsed) return Failure(std::move(parsed.error()));
    result.value_ = parsed->step;
    result.expr_ = std::move(parsed->text);
  }
  if (!where.empty()) {
    auto parsed = parse_expression(where, "where", true, program);
    if (!parsed) return Failure(std::move(parsed.error()));
    result.condition_ = parsed->step;
    result.where_ = std::move(parsed->text);
  }
  result.steps_ = program.take();
  return result;
}

Result<std::string> canonical_expr(std::string_view text) {
  ProgramBuilder program;
  return parse_expression(text, "expr", false, program).map(&text_of);
}

Result<std::string> canonical_where(std::string_view text) {
  ProgramBuilder program;
  return parse_expression(text, "where", true, program).map(&text_of);
}

std::string with_caret(std::string_view text, std::size_t offset) {
  constexpr std::size_t kBefore = 60;
  constexpr std::size_t kAfter = 15;
  std::string line;
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0) == 0x80) continue;  // of a character that has begun
    if (i < offset) ++column;
    const bool is_blank = byte == '\t' || byte == '\n' || byte == '\r';
    line += is_blank ? ' ' : byte < 0x20 || byte >= 0x7F ? '?' : text[i];
  }
  const std::size_t first = column > kBefore ? column - kBefore : 0;
  const std::string shown = line.substr(first, kBefore + kAfter);
  return "  " + shown + "\n  " + std::string(column - first, ' ') + '^';
}

}  // namespace hilo
