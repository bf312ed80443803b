#include "expression/expression.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "support/random_expression.h"

namespace hilo {
namespace {

std::string canonical(std::string_view text) {
  auto parsed = canonical_expr(text);
  return parsed ? *parsed : "refused: " + parsed.error().message;
}

std::string condition(std::string_view text) {
  auto parsed = canonical_where(text);
  return parsed ? *parsed : "refused: " + parsed.error().message;
}

// What is refused, without the name and the column in front and behind.
testing::AssertionResult refuses(std::string_view text, std::string_view message,
                                 std::int64_t offset) {
  const auto parsed = canonical_expr(text);
  if (parsed) return testing::AssertionFailure() << text << " is taken for " << *parsed;
  const Error& error = parsed.error();
  const std::string column = " (column " + std::to_string(offset + 1) + ")";
  if (error.code == ErrorCode::usage && error.offset == offset &&
      error.message == "expr: expected " + std::string(message) + column) {
    return testing::AssertionSuccess();
  }
  return testing::AssertionFailure() << error.message << " at " << error.offset;
}

TEST(ExpressionTest, HasOneSpelling) {
  EXPECT_EQ(canonical("log1p(abs(x))*2+sin( x )"), "log1p(abs(x)) * 2 + sin(x)");
  EXPECT_EQ(canonical("((x))"), "x");
  EXPECT_EQ(canonical("absolute(x) + asin(x)"), "abs(x) + arcsin(x)");
  EXPECT_EQ(canonical("x*1_000.0e0 + .5 - 1e400"), "x * 1000 + 0.5 - inf");
  EXPECT_EQ(canonical("+x - (+(x + 1)) + ++x"), "x - (x + 1) + x");
  EXPECT_EQ(canonical("where(x>0,x,-x)"), "where(x > 0, x, -x)");
  EXPECT_EQ(condition("(x > 0)&(~isnan(x))"), "(x > 0) & ~isnan(x)");
}

TEST(ExpressionTest, BracketsStayWhereTheyMatter) {
  EXPECT_EQ(canonical("(x + 1) * 2"), "(x + 1) * 2");
  EXPECT_EQ(canonical("x - (1 - 2)"), "x - (1 - 2)");
  EXPECT_EQ(canonical("(x - 1) - 2"), "x - 1 - 2");
  EXPECT_EQ(canonical("(-x)**2"), "(-x)**2");
  EXPECT_EQ(canonical("-x**2"), "-x**2");
  EXPECT_EQ(canonical("(x**2)**3"), "(x**2)**3");
  EXPECT_EQ(canonical("x**(2**3)"), "x**2**3");
  EXPECT_EQ(canonical("x**-1"), "x**-1");
  EXPECT_EQ(canonical("-(x+1)"), "-(x + 1)");
  EXPECT_EQ(condition("(x > 0) == (x < 1)"), "(x > 0) == (x < 1)");
  EXPECT_EQ(condition("((x>0)|(x<1))&(x<2)"), "((x > 0) | (x < 1)) & (x < 2)");
}

TEST(ExpressionTest, ReadsBackAsTheSame) {
  std::mt19937_64 random(1);
  test::RandomExpression expressions(random);
  for (int i = 0; i < 3000; ++i) {
    const std::string text = expressions.number(4);
    const std::string once = canonical(text);
    ASSERT_FALSE(once.starts_with("refused")) << text << "\n" << once;
    EXPECT_EQ(canonical(once), once) << text;
    const std::string where = condition(expressions.condition(3));
    EXPECT_EQ(condition(where), where);
  }
}

TEST(ExpressionTest, SaysWhatIsWrongAndWhere) {
  EXPECT_TRUE(refuses("log1p(x", "\")\", found the end", 7));
  EXPECT_TRUE(refuses(" ", "x, a number, a function or \"(\", found the end", 1));
  EXPECT_TRUE(refuses("lgo1p(x)",
                      "x, a number, a constant or a function, found \"lgo1p\"; did you mean "
                      "\"log1p\"?",
                      0));
  EXPECT_TRUE(refuses("np.log(x)",
                      "x, a number, a constant or a function, found \"np\"; names are written "
                      "without \"np.\"",
                      0));
  EXPECT_TRUE(refuses("x > 0 & x < 1",
                      "conditions on both sides of &, found a number; put comparisons in "
                      "parentheses: (x > 0) & (x < 1)",
                      6));
  EXPECT_TRUE(
      refuses("0 < x < 1", "one comparison, found a chain of them; write (a < b) & (b < c)", 6));
  EXPECT_TRUE(refuses("x ^ 2", "conditions on both sides of ^, found a number; a power is **", 2));
  EXPECT_TRUE(refuses("x = 1", "an operator or the end, found \"=\"; equality is ==", 2));
  EXPECT_TRUE(refuses("2x", "x, a number, a function or \"(\", found \"2x\"", 0));
  EXPECT_TRUE(refuses("007", "x, a number, a function or \"(\", found \"007\"", 0));
  EXPECT_TRUE(refuses("sin x", "\"(\" after the function sin, found \"x\"", 4));
  EXPECT_TRUE(refuses("abs(x, 2)", "\")\" after one argument of abs, found \",\"", 5));
  EXPECT_TRUE(refuses("clip(x, 1)", "3 arguments to clip, parted by commas, found \")\"", 9));
  EXPECT_TRUE(
      refuses("where(x, 1, 2)", "a condition, such as x != 0, as what decides, found a number", 6));
  EXPECT_TRUE(refuses("(x > 0) + (x < 1)",
                      "a number on a side of +, found conditions on both; where(condition, 1, 0) "
                      "makes a number of one",
                      8));
  EXPECT_TRUE(refuses("~x", "a condition after ~, found a number", 1));
  EXPECT_TRUE(refuses("x\x07", "an operator or the end, found a character that cannot be seen", 1));
  EXPECT_TRUE(refuses("x \xC3\xA4", "an operator or the end, found \"\xC3\xA4\"", 2));
  EXPECT_EQ(condition("x"),
            "refused: where: expected a condition, such as x != 0, found a number (column 1)");
}

TEST(ExpressionTest, HasLimits) {
  EXPECT_TRUE(refuses(std::string(200, '(') + "x", "at most 100 levels, found more", 100));
  EXPECT_TRUE(refuses(std::string(200, '-') + "x", "at most 100 levels, found more", 100));
  EXPECT_FALSE(canonical_expr(std::string(kMostExpressionBytes + 1, ' ')));
  std::string sum = "x";
  while (sum.size() + 4 <= kMostExpressionBytes) sum += " + x";
  EXPECT_EQ(canonical(sum), sum);
  // Longer when it is spelled out: it would not read back.
  EXPECT_EQ(canonical(std::string("x") + std::string(2000, '+') + "x").substr(0, 8), "refused:");
  std::string tight = "x";
  while (tight.size() + 2 <= kMostExpressionBytes) tight += "+x";
  EXPECT_TRUE(refuses(tight, "at most 4096 bytes with spaces around operators, found more",
                      static_cast<std::int64_t>(tight.size())));
  // Divisions take many operations each.
  std::string divisions = "x";
  for (int i = 2; i < 400; ++i) divisions += "//" + std::to_string(i);
  const auto refused = canonical_where(divisions + " > 0");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message.substr(0, 66),
            "where: expected an expression of at most 4096 operations, found mo");
}

TEST(ExpressionTest, MutationsAreReadOrRefused) {
  std::mt19937_64 random(2);
  test::RandomExpression expressions(random);
  int taken = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::string text = expressions.mutated(expressions.number(3));
    const auto parsed = canonical_expr(text);
    taken += parsed ? 1 : 0;
    if (parsed) continue;
    ASSERT_EQ(parsed.error().code, ErrorCode::usage);
    ASSERT_GE(parsed.error().offset, 0) << text;
    ASSERT_LE(parsed.error().offset, static_cast<std::int64_t>(text.size())) << text;
  }
  EXPECT_GT(taken, 100);
}

TEST(ExpressionTest, TheCaretIsBelowTheFault) {
  EXPECT_EQ(with_caret("sin(", 4), "  sin(\n      ^");
  EXPECT_EQ(with_caret("\xC3\xA4 + y", 5), "  ? + y\n      ^");
  EXPECT_EQ(with_caret("a\x1B[2J", 1), "  a?[2J\n   ^");
  const std::string line = with_caret(std::string(500, 'y'), 400);
  EXPECT_EQ(line.find('^') - line.find('\n'), 63u);
}

}  // namespace
}  // namespace hilo
