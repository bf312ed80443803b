// Every engine on every instruction set against a twin that takes one number at a time.
#include "expression/engine.h"

#include <gtest/gtest.h>

#include <atomic>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/float_environment.h"
#include "expression/block_runner.h"
#include "expression/transform_text.h"
#include "kernel/target.h"
#include "support/random_expression.h"

namespace hilo {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double call_one(Elementary function, double a, double b) {
  const auto functions = elementary_functions();
  alignas(64) double x[8];
  alignas(64) double y[8];
  std::fill(x, x + 8, a);
  std::fill(y, y + 8, b);
  apply(**functions, function, x, y, 8, x);
  return x[0];
}

double twin_of(const Step& step, double x, const std::vector<double>& steps) {
  const double a = operands_of(step.operation) > 0 ? steps[step.a] : 0;
  const double b = operands_of(step.operation) > 1 ? steps[step.b] : 0;
  switch (step.operation) {
    case Operation::element:
      return x;
    case Operation::constant:
      return step.constant;
    case Operation::add:
      return a + b;
    case Operation::subtract:
      return a - b;
    case Operation::multiply:
      return a * b;
    case Operation::divide:
      return a / b;
    case Operation::negate:
      return -a;
    case Operation::absolute:
      return std::fabs(a);
    case Operation::square_root:
      return std::sqrt(a);
    case Operation::floor:
      return std::floor(a);
    case Operation::ceil:
      return std::ceil(a);
    case Operation::trunc:
      return std::trunc(a);
    case Operation::rint:
      return std::nearbyint(a);
    case Operation::choose:
      return a != 0 ? b : steps[step.c];
    case Operation::call1:
    case Operation::call2:
      return call_one(step.function, a, b);
    case Operation::less:
      return a < b;
    case Operation::less_equal:
      return a <= b;
    case Operation::equal:
      return a == b;
    case Operation::not_equal:
      return a != b;
    case Operation::both:
      return a != 0 && b != 0;
    case Operation::either:
      return a != 0 || b != 0;
    case Operation::differ:
      return (a != 0) != (b != 0);
    case Operation::invert:
      return a == 0;
  }
  return kNan;
}

struct Results {
  std::vector<double> values;
  std::vector<bool> passed;
};

Results twin(const Program& program, const std::vector<double>& numbers) {
  const FloatEnvironment environment;
  Results results;
  for (const double x : numbers) {
    std::vector<double> steps;
    for (std::size_t i = 0; i < program.size; ++i) {
      steps.push_back(twin_of(program.steps[i], x, steps));
    }
    if (program.value != kNoStep) {
      results.values.push_back(steps[static_cast<std::size_t>(program.value)]);
    }
    if (program.condition != kNoStep) {
      results.passed.push_back(steps[static_cast<std::size_t>(program.condition)] != 0);
    }
  }
  return results;
}

Results run(TransformEngine& engine, const std::vector<double>& numbers) {
  const FloatEnvironment environment;
  BlockRunner runner(engine);
  alignas(64) double x[kExpressionBlock];
  alignas(64) double values[kExpressionBlock];
  std::uint8_t bits[kExpressionBlock / 8];
  Results results;
  for (std::size_t done = 0; done < numbers.size(); done += kExpressionBlock) {
    const std::size_t now = std::min(kExpressionBlock, numbers.size() - done);
    std::copy_n(numbers.data() + done, now, x);
    std::fill(x + now, x + padded(now), 1.0);
    std::memset(bits, 0xAA, sizeof(bits));
    runner.run(x, now, values, bits);
    for (std::size_t i = 0; i < now; ++i) {
      if (engine.has_value()) results.values.push_back(values[i]);
      if (engine.has_condition()) results.passed.push_back((bits[i / 8] >> (i % 8) & 1) != 0);
    }
  }
  return results;
}

testing::AssertionResult are_same(const Results& found, const Results& expected,
                                  const std::vector<double>& numbers) {
  if (found.passed != expected.passed) return testing::AssertionFailure() << "other conditions";
  if (found.values.size() != expected.values.size()) return testing::AssertionFailure() << "size";
  for (std::size_t i = 0; i < found.values.size(); ++i) {
    const double a = found.values[i];
    const double b = expected.values[i];
    if (std::isnan(a) && std::isnan(b)) continue;
    if (std::bit_cast<std::uint64_t>(a) != std::bit_cast<std::uint64_t>(b)) {
      return testing::AssertionFailure() << a << " instead of " << b << " for " << numbers[i];
    }
  }
  return testing::AssertionSuccess();
}

std::vector<double> some_numbers(std::size_t count, std::uint64_t seed) {
  std::vector<double> numbers = {0.0,    -0.0,  1,      -1,   kInfinity, -kInfinity, kNan,  0.5,
                                 -0.5,   1.5,   2.5,    -2.5, 5e-324,    -5e-324,    1e308, -1e308,
                                 709.79, 1e155, 1e-310, 0.1,  3,         -3,         1e16,  4.5e15};
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  while (numbers.size() < count) {
    numbers.push_back(normal(random));
    const double any = std::bit_cast<double>(random());
    if (std::isfinite(any)) numbers.push_back(any);
  }
  numbers.resize(count);
  return numbers;
}

// Long forms where HILO_LONG is set.
int times(int few, int many) { return std::getenv("HILO_LONG") == nullptr ? few : many; }

class EngineTest : public testing::Test {
 protected:
  void TearDown() override { ASSERT_TRUE(force_target("")); }

  static std::unique_ptr<TransformEngine> make(Transform transform) {
    auto engine = TransformEngine::make(transform);
    EXPECT_TRUE(engine) << engine.error().message;
    return std::move(*engine);
  }

  // All engines that there are, on the instruction set in use.
  static void expect_same(const Transform& transform, const std::vector<double>& numbers) {
    Transform interpreted = transform;
    interpreted.jit = Jit::off;
    const auto interpreter = make(interpreted);
    const Results expected = twin(interpreter->expression().program(), numbers);
    EXPECT_TRUE(are_same(run(*interpreter, numbers), expected, numbers))
        << "interpreter, " << current_target() << ": " << describe(transform);
#ifdef HILO_HAS_JIT
    Transform compiled = transform;
    compiled.jit = Jit::on;
    const auto compiler = make(compiled);
    ASSERT_NE(compiler->compiled(), nullptr);
    EXPECT_TRUE(are_same(run(*compiler, numbers), expected, numbers))
        << "compiled, " << current_target() << ": " << describe(transform);
#endif
  }

  static std::string describe(const Transform& transform) {
    return transform.expr + " where " + transform.where;
  }
};

TEST_F(EngineTest, RandomExpressionsAreTheSameInAllEngines) {
  std::mt19937_64 random(3);
  test::RandomExpression expressions(random);
  const std::vector<double> numbers = some_numbers(64, 4);
  for (int i = 0; i < times(150, 20000); ++i) {
    Transform transform;
    transform.expr = i % 5 == 4 ? "" : expressions.number(4);
    transform.where = i % 3 == 0 || i % 5 == 4 ? expressions.condition(3) : "";
    for (const std::string& target : supported_targets()) {
      ASSERT_TRUE(force_target(target));
      expect_same(transform, numbers);
    }
    ASSERT_FALSE(HasFailure()) << describe(transform);
  }
}

TEST_F(EngineTest, EveryLengthIsTheSame) {
  const Transform transform = {.expr = "log1p(abs(x)) * 2 + sin(x) // 0.3", .where = "x % 1 < 0.5"};
  for (const std::string& target : supported_targets()) {
    ASSERT_TRUE(force_target(target));
    for (std::size_t length = 0; length <= 40; ++length) {
      expect_same(transform, some_numbers(length, length));
    }
    expect_same(transform, some_numbers(kExpressionBlock + 1, 7));
  }
}

TEST_F(EngineTest, TextsNeitherCrashNorHang) {
  std::mt19937_64 random(5);
  test::RandomExpression expressions(random);
  const std::vector<double> numbers = some_numbers(8, 6);
  int ran = 0;
  for (int i = 0; i < times(20000, 1000000); ++i) {
    Transform transform;
    transform.expr = expressions.number(static_cast<int>(random() % 5));
    if (i % 2 == 0) transform.expr = expressions.mutated(transform.expr);
    transform.jit = Jit::off;
    if (transform.expr.empty()) continue;
    const auto engine = TransformEngine::make(transform);
    if (!engine) continue;
    run(**engine, numbers);
    ++ran;
  }
  EXPECT_GT(ran, times(10000, 500000));
}

TEST_F(EngineTest, OperatorsAreThoseOfPython) {
  const std::vector<double> numbers = {7.5, -7.5, 0.0, -0.0, kInfinity};
  const auto of = [&](const char* expr) {
    Transform transform;
    transform.expr = expr;
    return run(*make(transform), numbers).values;
  };
  EXPECT_EQ(of("x // 2")[0], 3);
  EXPECT_EQ(of("x // 2")[1], -4);
  EXPECT_TRUE(std::signbit(of("x // 2")[3]));
  EXPECT_TRUE(std::isnan(of("x // 2")[4]));
  EXPECT_EQ(of("x % 2")[1], 0.5);
  EXPECT_EQ(of("x % -2")[0], -0.5);
  EXPECT_TRUE(std::signbit(of("x % -2")[2]));
  EXPECT_EQ(of("2 ** 3 ** 2")[0], 512);
  EXPECT_EQ(of("-2 ** 2")[0], -4);
  EXPECT_EQ(of("x > 0")[0], 1);
  EXPECT_EQ(of("(x > 0) * 3")[1], 0);
  EXPECT_EQ(of("sign(x)")[1], -1);
  EXPECT_FALSE(std::signbit(of("sign(x)")[3]));
  EXPECT_EQ(of("where((x > 1) == (x > 2), 5, 6)")[0], 5);
  EXPECT_EQ(of("clip(x, -1, 1)")[4], 1);
  EXPECT_EQ(of("x ** 0.5")[0], std::sqrt(7.5));
}

TEST_F(EngineTest, ThreadsGoOverToTheCompiledCodeAtAnyTime) {
  const auto engine = make({.expr = "sqrt(abs(x)) + 1"});
  const std::vector<double> numbers = some_numbers(kExpressionBlock, 1);
  const Results first = run(*engine, numbers);
  std::vector<std::thread> threads;
  std::atomic<int> different = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 5000; ++j) {
        different += are_same(run(*engine, numbers), first, numbers) ? 0 : 1;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(different, 0);
#ifdef HILO_HAS_JIT
  EXPECT_NE(engine->compiled(), nullptr);
#endif
}

TEST_F(EngineTest, CompilesWhenItPays) {
#ifdef HILO_HAS_JIT
  const auto engine = make({.expr = "sqrt(abs(x)) + 1"});
  EXPECT_EQ(engine->compiled(), nullptr);
  const std::vector<double> numbers = some_numbers(kExpressionBlock, 1);
  const Results first = run(*engine, numbers);
  for (int i = 0; i < 100000 && engine->compiled() == nullptr; ++i) run(*engine, numbers);
  EXPECT_NE(engine->compiled(), nullptr);
  EXPECT_TRUE(are_same(run(*engine, numbers), first, numbers));
#else
  EXPECT_FALSE(TransformEngine::make({.expr = "x + 1", .jit = Jit::on}));
#endif
}

std::string text_of(const Transform& transform) {
  return transform_text(make_engine(transform).value().get());
}

TEST(TransformTextTest, KeepsWhatCounts) {
  const auto none = [](const double*, double*, std::int64_t) {};
  EXPECT_EQ(text_of({}), "");
  EXPECT_EQ(text_of({.expr = "x+1", .where = "x>0"}), "expr x + 1\nwhere x > 0\n");
  const Transform function = {.function = {none, "f 12"}};
  EXPECT_EQ(text_of(function), "function f 12\n");
  EXPECT_EQ(describe_transform("function f 12\nwhere x > 0\n"), "function f 12 where x > 0");
  EXPECT_EQ(describe_transform(""), "the elements");
  for (const char* damaged : {"expr x", "expr \n", "where x\nexpr x\n", "other x\n", "\n",
                              "expr x\nfunction f\n", "expr \x01\n"}) {
    EXPECT_FALSE(read_transform_text(damaged)) << damaged;
  }
  for (const Transform& refused :
       {Transform{.expr = "x", .function = {none, "f"}}, Transform{.function = {none, ""}},
        Transform{.function = {none, "a\nb"}}, Transform{.function = {nullptr, "f"}}}) {
    EXPECT_FALSE(TransformEngine::make(refused));
  }
}

}  // namespace
}  // namespace hilo
