// An expression and a condition on the elements of arrays, as users write them:
//
//   log1p(abs(x)) * 2 + sin(x)        NumPy's names, Python's precedence; x is the element
//   (x > 0) & (x < 1)                 a condition
//
// Elements are converted to float64 (64-bit integers are rounded to nearest), and everything is
// float64 from there on.
#ifndef HILO_EXPRESSION_EXPRESSION_H_
#define HILO_EXPRESSION_EXPRESSION_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "expression/program.h"
#include "hilo/error.h"
#include "hilo/transform.h"

namespace hilo {

// Characters in an expression, and brackets, signs and powers in one another, that are enough for
// everybody.
constexpr std::size_t kMostExpressionBytes = 4096;
constexpr int kMostExpressionDepth = 100;

class Expression {
 public:
  // Either text may be empty: the value is the element, or all values are kept. A condition where a
  // number is wanted is 1 or 0. USAGE with the place in the text as the offset where it is no
  // expression: "expr: expected ..., found ... (column N)".
  static Result<Expression> parse(std::string_view expr, std::string_view where);

  // Until the expression goes.
  Program program() const { return {steps_.data(), steps_.size(), value_, condition_}; }

  bool has_value() const { return value_ != kNoStep; }
  bool has_condition() const { return condition_ != kNoStep; }

  // How they are compared, saved and shown: one spelling, with single spaces and no brackets that
  // could be left out. It reads back as the same. Empty where there is none.
  const std::string& expr() const { return expr_; }
  const std::string& where() const { return where_; }

 private:
  std::vector<Step> steps_;
  int value_ = kNoStep;
  int condition_ = kNoStep;
  std::string expr_;
  std::string where_;
};

}  // namespace hilo

#endif  // HILO_EXPRESSION_EXPRESSION_H_
