#include "expression/parser.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "base/number_text.h"
#include "expression/advice.h"
#include "expression/constants.h"
#include "expression/expression.h"
#include "expression/operations.h"
#include "expression/token.h"

namespace hilo {
namespace {

// How tightly operators bind.
enum Level : int {
  kComparison = 1,
  kEither,
  kDiffer,
  kBoth,
  kSum,
  kProduct,
  kSigned,
  kPower,
  kPrimary,
};

struct BinaryOperator {
  std::string_view symbol;
  int level;
};

constexpr BinaryOperator kBinary[] = {
    {"<", kComparison},  {"<=", kComparison}, {"==", kComparison}, {"!=", kComparison},
    {">=", kComparison}, {">", kComparison},  {"|", kEither},      {"^", kDiffer},
    {"&", kBoth},        {"+", kSum},         {"-", kSum},         {"*", kProduct},
    {"/", kProduct},     {"//", kProduct},    {"%", kProduct},
};

static_assert(ProgramBuilder::kMostSteps == 4096 && kMostExpressionBytes == 4096);
constexpr std::string_view kFewerSteps = "an expression of at most 4096 operations";
constexpr std::string_view kFewerBytes = "at most 4096 bytes with spaces around operators";

constexpr std::string_view kBracketsHint = "put comparisons in parentheses: (x > 0) & (x < 1)";

// "2" rather than "2.0".
std::string literal(double value) {
  std::string text;
  append_number(text, value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

// The part of an expression that is parsed.
struct Operand {
  StepIndex step = 0;
  std::string text;
  int level = kPrimary;
  std::size_t offset = 0;     // where it begins
  bool is_bracketed = false;  // as it was written
};

std::string in_brackets(const Operand& operand, int least) {
  return operand.level < least ? '(' + operand.text + ')' : operand.text;
}

// Goes on after an error without looking at anything any more: the first one is kept.
class Parser {
 public:
  Parser(std::string_view text, std::string_view name, ProgramBuilder& program)
      : text_(text), name_(name), program_(program), token_(token_at(text, 0)) {}

  Result<ParsedExpression> parse(bool wants_condition) {
    if (text_.size() > kMostExpressionBytes) {
      return failure(ErrorCode::usage, std::string(name_) + ": expected at most " +
                                           std::to_string(kMostExpressionBytes) + " bytes, found " +
                                           std::to_string(text_.size()));
    }
    Operand whole = comparison();
    if (token_.form != Token::Form::end) {
      fail("an operator or the end", quoted(token_) + advice_on(token_), token_.offset);
    }
    if (!error_ && wants_condition) require_condition(whole, "a condition, such as x != 0");
    if (program_.is_full()) fail(kFewerSteps, "more", 0);
    if (whole.text.size() > kMostExpressionBytes) fail(kFewerBytes, "more", text_.size());
    if (error_) return Failure(std::move(*error_));
    if (!wants_condition) whole.step = as_number(whole.step);
    return ParsedExpression{whole.step, std::move(whole.text)};
  }

 private:
  // Ends everything.
  void fail(std::string_view expected, std::string_view found, std::size_t offset) {
    if (error_) return;
    if (program_.is_full()) {
      // What was found then is not what was written.
      expected = kFewerSteps;
      found = "more";
    }
    const std::size_t column =
        1 + static_cast<std::size_t>(std::count_if(
                text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(offset),
                [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
    error_ = Error{ErrorCode::usage,
                   std::string(name_) + ": expected " + std::string(expected) + ", found " +
                       std::string(found) + " (column " + std::to_string(column) + ")",
                   {},
                   static_cast<std::int64_t>(offset)};
    token_ = {Token::Form::end, {}, text_.size()};
  }

  void fail_at_token(std::string_view expected) {
    fail(expected, quoted(token_) + advice_on(token_), token_.offset);
  }

  void advance() {
    if (!error_) token_ = token_at(text_, token_.offset + token_.text.size());
  }

  bool take(std::string_view symbol) {
    if (!token_.is(symbol)) return false;
    advance();
    return true;
  }

  void expect(std::string_view symbol) {
    if (!take(symbol)) fail_at_token('"' + std::string(symbol) + '"');
  }

  bool is_condition(const Operand& operand) const {
    return !error_ && program_.is_condition(operand.step);
  }

  StepIndex as_number(StepIndex step) {
    return program_.is_condition(step) ? build_number(program_, step) : step;
  }

  void require_condition(const Operand& operand, std::string_view wanted) {
    if (!is_condition(operand)) fail(wanted, "a number", operand.offset);
  }

  void require_number(const Operand& operand, std::string_view wanted) {
    if (is_condition(operand)) {
      fail(wanted, "a condition; where(condition, 1, 0) makes a number of one", operand.offset);
    }
  }

  const BinaryOperator* binary_operator() const {
    if (token_.form != Token::Form::symbol) return nullptr;
    const auto found =
        std::find_if(std::begin(kBinary), std::end(kBinary),
                     [&](const BinaryOperator& binary) { return binary.symbol == token_.text; });
    return found == std::end(kBinary) ? nullptr : found;
  }

  Operand comparison() { return binary(kComparison); }

  // Operators of this level or a tighter one, from the left.
  Operand binary(int least) {
    Operand left = sign();
    while (const BinaryOperator* found = binary_operator()) {
      if (found->level < least) break;
      const BinaryOperator& op = *found;
      const std::size_t offset = token_.offset;
      if (op.level == kComparison && left.level == kComparison && !left.is_bracketed) {
        fail("one comparison", "a chain of them; write (a < b) & (b < c)", offset);
        break;
      }
      advance();
      const Operand right = binary(op.level + 1);
      left = joined(op, left, right, offset);
    }
    return left;
  }

  Operand joined(const BinaryOperator& op, const Operand& left, const Operand& right,
                 std::size_t offset) {
    Operand result;
    result.offset = left.offset;
    result.level = op.level;
    const int least = op.level == kComparison ? op.level + 1 : op.level;
    result.text = in_brackets(left, least) + ' ' + std::string(op.symbol) + ' ' +
                  in_brackets(right, op.level + 1);
    if (error_) return result;
    if (op.level == kComparison) {
      result.step = compared(op.symbol, left, right, offset);
    } else if (op.level < kSum) {
      result.step = combined(op.symbol, left, right, offset);
    } else {
      result.step = calculated(op.symbol, left, right, offset);
    }
    return result;
  }

  StepIndex compared(std::string_view symbol, const Operand& left, const Operand& right,
                     std::size_t offset) {
    const bool are_equal = symbol == "==";
    if (is_condition(left) && is_condition(right)) {
      if (!are_equal && symbol != "!=") {
        fail("numbers on a side of " + std::string(symbol), "conditions on both", offset);
        return 0;
      }
      const StepIndex differ = program_.add(Operation::differ, left.step, right.step);
      return are_equal ? program_.add(Operation::invert, differ) : differ;
    }
    StepIndex a = as_number(left.step);
    StepIndex b = as_number(right.step);
    if (are_equal) return program_.add(Operation::equal, a, b);
    if (symbol == "!=") return program_.add(Operation::not_equal, a, b);
    if (symbol[0] == '>') std::swap(a, b);
    return program_.add(symbol.size() == 1 ? Operation::less : Operation::less_equal, a, b);
  }

  StepIndex combined(std::string_view symbol, const Operand& left, const Operand& right,
                     std::size_t offset) {
    if (!is_condition(left) || !is_condition(right)) {
      const bool is_power = symbol == "^";
      fail("conditions on both sides of " + std::string(symbol),
           "a number; " + std::string(is_power ? "a power is **" : kBracketsHint), offset);
      return 0;
    }
    const Operation operation = symbol == "&"   ? Operation::both
                                : symbol == "|" ? Operation::either
                                                : Operation::differ;
    return program_.add(operation, left.step, right.step);
  }

  // One of the two may be a condition. NumPy refuses some operators on two, and takes + for |.
  StepIndex calculated(std::string_view symbol, const Operand& left, const Operand& right,
                       std::size_t offset) {
    if (is_condition(left) && is_condition(right)) {
      fail("a number on a side of " + std::string(symbol),
           "conditions on both; where(condition, 1, 0) makes a number of one", offset);
      return 0;
    }
    const StepIndex a = as_number(left.step);
    const StepIndex b = as_number(right.step);
    if (symbol == "**") return build_power(program_, a, b);
    if (symbol == "//") return build_floor_divide(program_, a, b);
    switch (symbol[0]) {
      case '+':
        return program_.add(Operation::add, a, b);
      case '-':
        return program_.add(Operation::subtract, a, b);
      case '*':
        return program_.add(Operation::multiply, a, b);
      case '/':
        return program_.add(Operation::divide, a, b);
      default:
        return build_remainder(program_, a, b);
    }
  }

  Operand sign() {
    const std::size_t offset = token_.offset;
    if (depth_ == kMostExpressionDepth) {
      fail("at most " + std::to_string(kMostExpressionDepth) + " levels", "more", offset);
      return {};
    }
    ++depth_;
    Operand result;
    const bool is_signed = token_.is("+") || token_.is("-") || token_.is("~");
    if (is_signed) {
      const char symbol = token_.text[0];
      advance();
      result = with_sign(symbol, sign());
      result.offset = offset;
    } else {
      result = power();
    }
    --depth_;
    return result;
  }

  Operand with_sign(char symbol, const Operand& operand) {
    if (symbol == '+') {
      require_number(operand, "a number after +");
      return operand;  // spelling alone
    }
    Operand result;
    result.text = symbol + in_brackets(operand, kSigned);
    result.level = kSigned;
    result.step = operand.step;
    if (symbol == '~') {
      require_condition(operand, "a condition after ~");
    } else {
      require_number(operand, std::string("a number after ") + symbol);
    }
    if (error_) return result;
    result.step = program_.add(symbol == '~' ? Operation::invert : Operation::negate, operand.step);
    return result;
  }

  Operand power() {
    Operand base = primary();
    const std::size_t offset = token_.offset;
    if (!take("**")) return base;
    const Operand exponent = sign();
    Operand result;
    result.offset = base.offset;
    result.level = kPower;
    result.text = in_brackets(base, kPrimary) + "**" + in_brackets(exponent, kSigned);
    if (!error_) result.step = calculated("**", base, exponent, offset);
    return result;
  }

  Operand primary() {
    const Token token = token_;
    Operand result;
    result.offset = token.offset;
    if (token.form == Token::Form::number) {
      advance();
      const double value = number_value(token.text);
      result.step = program_.constant(value);
      result.text = literal(value);
      return result;
    }
    if (token.form == Token::Form::name) return named(token);
    if (!take("(")) {
      fail_at_token("x, a number, a function or \"(\"");
      return result;
    }
    result = comparison();
    result.offset = token.offset;
    result.is_bracketed = true;
    expect(")");
    return result;
  }

  Operand named(const Token& token) {
    Operand result;
    result.offset = token.offset;
    result.text = std::string(token.text);
    if (const FunctionName* function = find_function(token.text)) {
      advance();
      return called(*function, token);
    }
    if (token.text == "x") {
      result.step = program_.add(Operation::element);
    } else if (token.text == "True" || token.text == "False") {
      result.step = build_truth(program_, token.text == "True");
    } else if (const auto value = constant_named(token.text)) {
      result.step = program_.constant(*value);
    } else {
      fail("x, a number, a constant or a function",
           quoted(token) +
               (advice_on(token).empty() ? suggestion_for(token.text) : advice_on(token)),
           token.offset);
      return result;
    }
    advance();
    return result;
  }

  Operand called(const FunctionName& function, const Token& token) {
    Operand result;
    result.offset = token.offset;
    result.text = std::string(function.name) + '(';
    if (!token_.is("(")) {
      fail_at_token("\"(\" after the function " + std::string(token.text));
      return result;
    }
    advance();
    std::vector<StepIndex> steps;
    const bool is_where = function.name == "where";
    bool are_conditions = true;  // of where: both choices
    for (int i = 0; i < function.arguments; ++i) {
      if (i > 0 && !take(",")) {
        fail_at_token(arguments_text(function) + " to " + std::string(function.name) +
                      ", parted by commas");
      }
      const Operand argument = comparison();
      if (error_) return result;
      result.text += (i > 0 ? ", " : "") + argument.text;
      if (is_where && i == 0) {
        require_condition(argument, "a condition, such as x != 0, as what decides");
      } else if (!is_where) {
        require_number(argument, "a number as argument of " + std::string(function.name));
      } else {
        are_conditions = are_conditions && is_condition(argument);
      }
      steps.push_back(argument.step);
    }
    if (token_.is(",")) {
      fail("\")\" after " + arguments_text(function) + " of " + std::string(function.name),
           quoted(token_), token_.offset);
    }
    expect(")");
    if (error_) return result;
    result.text += ')';
    result.step = is_where ? chosen(steps, are_conditions) : function.build(program_, steps);
    return result;
  }

  static std::string arguments_text(const FunctionName& function) {
    return function.arguments == 1 ? "one argument"
                                   : std::to_string(function.arguments) + " arguments";
  }

  // Between two conditions, the choice is one.
  StepIndex chosen(const std::vector<StepIndex>& steps, bool are_conditions) {
    if (!are_conditions) {
      return program_.add(Operation::choose, steps[0], as_number(steps[1]), as_number(steps[2]));
    }
    const StepIndex first = program_.add(Operation::both, steps[0], steps[1]);
    const StepIndex second =
        program_.add(Operation::both, program_.add(Operation::invert, steps[0]), steps[2]);
    return program_.add(Operation::either, first, second);
  }

  std::string_view text_;
  std::string_view name_;
  ProgramBuilder& program_;
  Token token_;
  int depth_ = 0;
  std::optional<Error> error_;
};

}  // namespace

Result<ParsedExpression> parse_expression(std::string_view text, std::string_view name,
                                          bool wants_condition, ProgramBuilder& program) {
  return Parser(text, name, program).parse(wants_condition);
}

}  // namespace hilo
