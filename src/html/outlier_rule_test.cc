#include "html/outlier_rule.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace hilo::html {
namespace {

TEST(OutlierRuleTest, MedianAndSpread) {
  const auto odd = outlier_rule({5, 1, 2, 3, 4, 6, 7, 8, 1000});
  ASSERT_TRUE(odd);
  EXPECT_EQ(odd->median, 5);
  EXPECT_EQ(odd->spread, 2 * 1.4826);  // deviations 0 1 1 2 2 3 3 4 995
  EXPECT_FALSE(odd->by_mean_deviation);
  const auto even = outlier_rule({4, 1, 2, 3, 8, 7, 6, 5});
  ASSERT_TRUE(even);
  EXPECT_EQ(even->median, 4.5);
  EXPECT_EQ(even->spread, 2 * 1.4826);
}

TEST(OutlierRuleTest, FindsWhatWasPlantedAmongNormalValues) {
  std::mt19937_64 random(4);
  std::normal_distribution<double> normal(3, 0.01);
  std::vector<double> values(10000);
  for (double& value : values) value = normal(random);
  values[17] = 3.2;
  values[4000] = -5;
  const auto rule = outlier_rule(values);
  ASSERT_TRUE(rule);
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (rule->is_outlier(values[i])) found.push_back(i);
  }
  EXPECT_EQ(found, (std::vector<std::size_t>{17, 4000}));
  EXPECT_NEAR(rule->distance(3.2), 20, 0.5);
}

TEST(OutlierRuleTest, AThirdOfTheValuesDoNotHideEachOther) {
  std::vector<double> values = {1, 1.1, 0.9, 1.2, 0.8, 1.05, 0.95, 1.15};
  values.insert(values.end(), 4, 100.0);
  const auto rule = outlier_rule(values);
  EXPECT_TRUE(rule->is_outlier(100));
  EXPECT_FALSE(rule->is_outlier(1.2));
}

TEST(OutlierRuleTest, FewValuesHaveNone) {
  EXPECT_FALSE(outlier_rule({1, 2, 3, 4, 5, 6, 1000}));
  EXPECT_FALSE(outlier_rule({}));
}

TEST(OutlierRuleTest, EqualValues) {
  const auto all = outlier_rule(std::vector<double>(100, 2.5));
  EXPECT_EQ(all->spread, 0);
  EXPECT_FALSE(all->is_outlier(2.5));

  std::vector<double> most(100, 2.5);
  most[50] = 2.6;
  const auto one = outlier_rule(most);
  EXPECT_TRUE(one->by_mean_deviation);
  EXPECT_TRUE(one->is_outlier(2.6));

  std::vector<double> half(100, 0.0);
  for (std::size_t i = 0; i < 40; ++i) half[i] = 1;
  EXPECT_FALSE(outlier_rule(half)->is_outlier(1));
}

TEST(OutlierRuleTest, TakesAllDoubles) {
  constexpr double kMax = std::numeric_limits<double>::max();
  std::vector<double> values = {-kMax, kMax, -kMax, kMax, -kMax, kMax, -kMax, kMax};
  const auto rule = outlier_rule(values);
  EXPECT_EQ(rule->median, 0);
  EXPECT_FALSE(rule->is_outlier(kMax));
  values.assign(9, 1.0);
  values[4] = kMax;
  EXPECT_TRUE(outlier_rule(values)->is_outlier(kMax));
}

}  // namespace
}  // namespace hilo::html
