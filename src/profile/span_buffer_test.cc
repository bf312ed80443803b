#include "profile/span_buffer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>

namespace hilo {
namespace {

Span span_of(std::uint32_t unit) { return {.begin_ns = unit, .end_ns = unit + 1, .unit = unit}; }

// Three spans a unit.
void fill(SpanBuffer& buffer, std::uint32_t units) {
  for (std::uint32_t unit = 0; unit < units; ++unit) {
    for (int i = 0; i < 3; ++i) buffer.add(span_of(unit));
  }
}

TEST(SpanBufferTest, KeepsAllWhileThereIsRoom) {
  SpanBudget budget(41'000);
  SpanBuffer buffer(budget);
  fill(buffer, 10'000);
  EXPECT_EQ(buffer.spans().size(), 30'000u);
  EXPECT_EQ(buffer.stride(), 1u);
}

TEST(SpanBufferTest, KeepsWholeUnitsOfAllTheRunWhereThereIsNone) {
  SpanBudget budget(14'000);  // four events a unit
  SpanBuffer buffer(budget);
  fill(buffer, 20'000);
  EXPECT_LE(buffer.spans().size(), 10'000u);
  EXPECT_EQ(buffer.stride(), 8u);
  std::set<std::uint32_t> units;
  for (const Span& span : buffer.spans()) units.insert(span.unit);
  EXPECT_EQ(units.size() * 3, buffer.spans().size());
  EXPECT_EQ(units.size(), 20'000u / 8);
  EXPECT_EQ(*units.rbegin(), 19'992u);
}

TEST(SpanBufferTest, WorkersShareTheRoom) {
  SpanBudget budget(8'192);
  SpanBuffer first(budget);
  fill(first, 1'500);
  SpanBuffer second(budget);
  fill(second, 1'500);
  EXPECT_EQ(first.stride(), 1u);
  // The first has taken 6144 events, as blocks of 1024.
  EXPECT_EQ(second.stride(), 4u);
  EXPECT_EQ(second.spans().size(), 375u * 3);
}

TEST(SpanBufferTest, WithoutAnyRoomNothingIsKept) {
  SpanBudget budget(0);
  SpanBuffer buffer(budget);
  fill(buffer, 100);
  EXPECT_TRUE(buffer.spans().empty());
}

TEST(SpanBufferTest, OneUnitThatIsLargerThanTheRoomEnds) {
  SpanBudget budget(10);
  SpanBuffer buffer(budget);
  for (int i = 0; i < 100; ++i) buffer.add(span_of(0));
  EXPECT_EQ(buffer.spans().size(), 8u);
}

TEST(SpanBufferTest, WhatIsHandedOnLeavesItsRoom) {
  SpanBudget budget(5'000);
  SpanBuffer buffer(budget);
  for (int round = 0; round < 5; ++round) {
    fill(buffer, 1'000);
    EXPECT_EQ(buffer.take().size(), 3'000u);
  }
  EXPECT_EQ(buffer.stride(), 1u);
}

}  // namespace
}  // namespace hilo
