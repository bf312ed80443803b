#include "report/json_fields.h"

#include <gtest/gtest.h>

#include <limits>

namespace hilo::report {
namespace {

TEST(JsonFieldsTest, FieldsStandBetweenBraces) {
  std::string text;
  {
    JsonFields fields(text);
    fields.add("name", "a\"b");
    fields.add("count", std::int64_t{3});
    fields.add("value", 0.5);
    fields.add_bool("is_so", true);
    fields.name("list") += "[1]";
  }
  EXPECT_EQ(text, R"({"name": "a\"b", "count": 3, "value": 0.5, "is_so": true, "list": [1]})");
}

TEST(JsonFieldsTest, WhatIsNotThereIsNull) {
  std::string text;
  {
    JsonFields fields(text, ",\n ");
    fields.add("absent", std::optional<double>());
    fields.add("infinite", std::numeric_limits<double>::infinity());
    fields.add("nan", std::optional(std::numeric_limits<double>::quiet_NaN()));
    fields.add_unless_empty("empty", "");
    fields.add_unless_empty("text", "t");
  }
  EXPECT_EQ(text,
            "{\"absent\": null,\n \"infinite\": null,\n \"nan\": null,\n \"empty\": null,\n "
            "\"text\": \"t\"}");
}

TEST(JsonFieldsTest, NothingIsAnObjectToo) {
  std::string text = "x: ";
  { const JsonFields fields(text); }
  EXPECT_EQ(text, "x: {}");
}

}  // namespace
}  // namespace hilo::report
