#include "expression/advice.h"

#include <vector>

#include "base/nearest.h"
#include "expression/constants.h"
#include "expression/operations.h"

namespace hilo {
namespace {

// What is written otherwise elsewhere.
struct Hint {
  std::string_view found;
  std::string_view advice;
};

constexpr Hint kHints[] = {
    {"=", "equality is =="},
    {"&&", "and is &, between comparisons in parentheses"},
    {"||", "or is |, between comparisons in parentheses"},
    {"!", "not is ~"},
    {"and", "and is &, between comparisons in parentheses"},
    {"or", "or is |, between comparisons in parentheses"},
    {"not", "not is ~, before a comparison in parentheses"},
    {"if", "a choice is where(condition, a, b)"},
    {"else", "a choice is where(condition, a, b)"},
    {"[", "an expression is of one element, x"},
    {"=>", "it is written >="},
    {"<>", "it is written !="},
    {"is", "equality is ==, and isnan(x) asks for NaN"},
    {"NaN", "it is written nan, and isnan(x) asks for it"},
    {"isNaN", "it is written isnan"},
    {"min", "the lesser of two is minimum(a, b)"},
    {"max", "the greater of two is maximum(a, b)"},
    {"pow", "a power is a**b"},
    {"power", "a power is a**b"},
    {"mod", "a remainder is a % b"},
    {"round", "rounding to whole numbers is rint(x)"},
    {"ln", "the natural logarithm is log(x)"},
    {"exp10", "it is 10**x"},
    {"logical_and", "and is &, between comparisons in parentheses"},
    {"logical_or", "or is |, between comparisons in parentheses"},
    {"logical_not", "not is ~, before a comparison in parentheses"},
};

}  // namespace

std::string quoted(const Token& token) {
  constexpr std::size_t kMostShown = 40;
  if (token.form == Token::Form::end) return "the end";
  const auto first = static_cast<unsigned char>(token.text[0]);
  // C1 controls and the space that does not break.
  const bool is_odd =
      first == 0xC2 && token.text.size() == 2 && static_cast<unsigned char>(token.text[1]) <= 0xA0;
  if (first < 0x20 || first == 0x7F || is_odd) return "a character that cannot be seen";
  const bool is_long = token.text.size() > kMostShown;
  return '"' + std::string(token.text.substr(0, kMostShown)) + (is_long ? "...\"" : "\"");
}

std::string advice_on(const Token& token) {
  for (const Hint& hint : kHints) {
    if (token.text == hint.found) return "; " + std::string(hint.advice);
  }
  return {};
}

std::string suggestion_for(std::string_view name) {
  if (name == "np" || name == "numpy" || name == "math") {
    return "; names are written without \"" + std::string(name) + ".\"";
  }
  if (name.size() == 1) return "; the element is x";
  std::vector<std::string_view> known = {"True", "False"};
  for (const Constant& constant : kConstants) known.push_back(constant.name);
  for (const FunctionName& function : function_names()) {
    known.push_back(function.name);
    if (!function.alias.empty()) known.push_back(function.alias);
  }
  const std::string_view nearest_name = nearest(name, known);
  if (nearest_name.empty()) return {};
  return "; did you mean \"" + std::string(nearest_name) + "\"?";
}

}  // namespace hilo
