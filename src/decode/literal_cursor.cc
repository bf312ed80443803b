#include "decode/literal_cursor.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include "decode/quote.h"

namespace hilo {
namespace {

constexpr std::uint64_t kEightSpaces = 0x2020202020202020;
constexpr std::size_t kShownBytes = 20;

}  // namespace

void LiteralCursor::skip_comment() {
  while (peek() != '\0' && peek() != '\n' && peek() != '\r') ++position_;
}

void LiteralCursor::skip_blank() {
  for (;;) {
    switch (peek()) {
      case ' ':
      case '\t':
      case '\f':
      case '\n':
      case '\r':
        ++position_;
        break;
      case '#':
        skip_comment();
        break;
      case '\\':
        if (peek(1) != '\n' && peek(1) != '\r') return;
        position_ += 2;
        break;
      default:
        return;
    }
  }
}

bool LiteralCursor::skip_leading_blank() {
  while (peek() == ' ' || peek() == '\t') ++position_;
  bool is_indented = false;
  for (;;) {
    switch (peek()) {
      case ' ':
      case '\t':
        is_indented = true;
        break;
      case '\f':
        break;
      case '\r':
        if (peek(1) != '\n') return !is_indented;
        break;
      case '\n':
        is_indented = false;
        break;
      case '#':
        skip_comment();
        continue;
      default:
        return !is_indented;
    }
    ++position_;
  }
}

void LiteralCursor::skip_trailing_blank() {
  for (;;) {
    std::uint64_t eight = 0;
    while (header_.size() - position_ >= sizeof eight) {
      std::memcpy(&eight, header_.data() + position_, sizeof eight);
      if (eight != kEightSpaces) break;
      position_ += sizeof eight;
    }
    switch (peek()) {
      case ' ':
      case '\t':
      case '\f':
      case '\n':
      case '\r':
        ++position_;
        break;
      case '#':
        skip_comment();
        break;
      default:
        return;
    }
  }
}

Failure LiteralCursor::failure_here() const {
  std::string message = "expected " + std::string(expected_) + ", found ";
  message += at_end() ? "the end of the header" : quote(header_.substr(position_, kShownBytes));
  return failure(ErrorCode::header_syntax, std::move(message), {},
                 static_cast<std::int64_t>(position_));
}

}  // namespace hilo
