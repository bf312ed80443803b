// A transform as states keep it.
#ifndef HILO_EXPRESSION_TRANSFORM_TEXT_H_
#define HILO_EXPRESSION_TRANSFORM_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

namespace hilo {

class TransformEngine;

// Empty where it is null, else canonical lines "expr ...", "function ..." and "where ...". States
// of different ones do not belong together.
std::string transform_text(const TransformEngine* engine);

// What the lines say: the expression, or "function" and its identity, and the condition.
struct TransformLines {
  std::string expr;
  std::string where;
};

// None where the text is not of that form.
std::optional<TransformLines> read_transform_text(std::string_view text);

// For messages: "log1p(x) where x > 0", or "the elements".
std::string describe_transform(std::string_view text);

}  // namespace hilo

#endif  // HILO_EXPRESSION_TRANSFORM_TEXT_H_
