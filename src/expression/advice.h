// What is said of words that are no expression.
#ifndef HILO_EXPRESSION_ADVICE_H_
#define HILO_EXPRESSION_ADVICE_H_

#include <string>
#include <string_view>

#include "expression/token.h"

namespace hilo {

// A token as a message shows it: in quotes, and not too much of it.
std::string quoted(const Token& token);

// "; ..." for what other languages have, and how it is written here; empty for anything else.
std::string advice_on(const Token& token);

// "; did you mean ...?" for a name that is unknown; empty where none is near.
std::string suggestion_for(std::string_view name);

}  // namespace hilo

#endif  // HILO_EXPRESSION_ADVICE_H_
