// Expressions of any shape, for tests that run all engines on them.
#ifndef HILO_TESTS_SUPPORT_RANDOM_EXPRESSION_H_
#define HILO_TESTS_SUPPORT_RANDOM_EXPRESSION_H_

#include <array>
#include <random>
#include <string>
#include <string_view>

namespace hilo::test {

class RandomExpression {
 public:
  explicit RandomExpression(std::mt19937_64& random) : random_(random) {}

  std::string number(int depth) {
    if (depth == 0 || below(8) == 0) return leaf();
    switch (below(6)) {
      case 0:
        return (below(2) == 0 ? "-" : "+") + operand(depth);
      case 1:
        return one_of(kFunctions1) + "(" + number(depth - 1) + ")";
      case 2:
        return one_of(kFunctions2) + "(" + number(depth - 1) + ", " + number(depth - 1) + ")";
      case 3:
        if (below(3) == 0) {
          return "clip(" + number(depth - 1) + ", " + leaf() + ", " + number(depth - 1) + ")";
        }
        return "where(" + condition(depth - 1) + ", " + number(depth - 1) + "," +
               number(depth - 1) + ")";
      default:
        return operand(depth) + " " + one_of(kArithmetic) + " " + operand(depth);
    }
  }

  std::string condition(int depth) {
    if (depth == 0) return below(4) == 0 ? one_of(kTruths) : "x " + one_of(kComparisons) + " 0.5";
    switch (below(4)) {
      case 0:
        return "~(" + condition(depth - 1) + ")";
      case 1:
        return "(" + condition(depth - 1) + ") " + one_of(kLogic) + " (" + condition(depth - 1) +
               ")";
      case 2:
        return one_of(kTests) + "(" + number(depth - 1) + ")";
      default:
        return number(depth - 1) + " " + one_of(kComparisons) + " " + number(depth - 1);
    }
  }

  // Text that is nearly an expression.
  std::string mutated(std::string text) {
    static constexpr std::string_view kPieces[] = {"x",     "(", ")", "**", "&", ",",
                                                   "1e",    ".", " ", "~",  "-", "\xC3",
                                                   "where", "0", "=", "//", "e"};
    const unsigned changes = 1 + below(4);
    for (unsigned i = 0; i < changes; ++i) {
      const std::size_t at = text.empty() ? 0 : below(static_cast<unsigned>(text.size()));
      switch (below(4)) {
        case 0:
          text.insert(at, one_of(kPieces));
          break;
        case 1:
          text.erase(at, 1 + below(3));
          break;
        case 2:
          if (!text.empty()) text[at] = static_cast<char>(below(256));
          break;
        default:
          text.insert(at, text.substr(at, below(20)));
      }
    }
    return text;
  }

 private:
  static constexpr std::string_view kFunctions1[] = {
      "abs",  "arccos", "arccosh", "arcsin", "arcsinh", "arctan", "arctanh", "cbrt",  "ceil",
      "cos",  "cosh",   "exp",     "exp2",   "expm1",   "floor",  "log",     "log10", "log1p",
      "log2", "rint",   "sign",    "sin",    "sinh",    "sqrt",   "tan",     "tanh",  "trunc"};
  static constexpr std::string_view kFunctions2[] = {"arctan2", "hypot", "maximum", "minimum"};
  static constexpr std::string_view kArithmetic[] = {"+", "-", "*", "/", "//", "%", "**"};
  static constexpr std::string_view kComparisons[] = {"<", "<=", "==", "!=", ">=", ">"};
  static constexpr std::string_view kLogic[] = {"&", "|", "^"};
  static constexpr std::string_view kTests[] = {"isnan", "isinf", "isfinite"};
  static constexpr std::string_view kTruths[] = {"True", "False"};
  static constexpr std::string_view kLeaves[] = {"x",    "x",  "x",   "x",   "2",     "0.5",
                                                 "1e-3", "pi", "e",   "3",   "1e300", "0",
                                                 "-1",   "10", "inf", "nan", "x"};

  unsigned below(unsigned limit) { return static_cast<unsigned>(random_() % limit); }

  template <std::size_t N>
  std::string one_of(const std::string_view (&words)[N]) {
    return std::string(words[below(N)]);
  }

  std::string leaf() { return one_of(kLeaves); }
  std::string operand(int depth) { return "(" + number(depth - 1) + ")"; }

  std::mt19937_64& random_;
};

}  // namespace hilo::test

#endif  // HILO_TESTS_SUPPORT_RANDOM_EXPRESSION_H_
