// From text to steps, by recursive descent:
//
//   comparison   either (("<" | "<=" | "==" | "!=" | ">=" | ">") either)?
//   either       differ ("|" differ)*
//   differ       both ("^" both)*
//   both         sum ("&" sum)*
//   sum          product (("+" | "-") product)*
//   product      signed (("*" | "/" | "//" | "%") signed)*
//   signed       ("+" | "-" | "~") signed | power
//   power        primary ("**" signed)?
//   primary      number | "x" | constant | function "(" comparison ("," comparison)* ")"
//                | "(" comparison ")"
//
// As in Python, but that a comparison of a comparison needs brackets: NumPy refuses 0 < x < 1.
#ifndef HILO_EXPRESSION_PARSER_H_
#define HILO_EXPRESSION_PARSER_H_

#include <string>
#include <string_view>

#include "expression/program_builder.h"
#include "hilo/error.h"

namespace hilo {

struct ParsedExpression {
  StepIndex step = 0;
  std::string text;  // in its one spelling
};

// Adds the steps of `text` to the program. `name` is what errors call it. What is wanted is a
// condition, or a number, for which a condition is taken as 1 or 0.
Result<ParsedExpression> parse_expression(std::string_view text, std::string_view name,
                                          bool wants_condition, ProgramBuilder& program);

}  // namespace hilo

#endif  // HILO_EXPRESSION_PARSER_H_
