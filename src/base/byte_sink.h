// Where bytes go that somebody is to read.
#ifndef HILO_BASE_BYTE_SINK_H_
#define HILO_BASE_BYTE_SINK_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "hilo/error.h"

namespace hilo {

class ByteSink {
 public:
  virtual ~ByteSink() = default;

  // Takes all of `bytes`, or fails with OUTPUT.
  virtual Result<void> write(std::string_view bytes) = 0;
};

// Gathers text and hands it on in large pieces. Nothing is handed on by the destructor: what was
// not flushed is not wanted.
class OutputBuffer {
 public:
  explicit OutputBuffer(ByteSink& sink) : sink_(sink) {}

  std::string& text() { return text_; }

  Result<void> flush_if_full() { return text_.size() < kFullBytes ? Result<void>() : flush(); }

  Result<void> flush() {
    if (text_.empty()) return {};
    Result<void> written = sink_.write(text_);
    text_.clear();
    return written;
  }

 private:
  static constexpr std::size_t kFullBytes = std::size_t{1} << 16;

  ByteSink& sink_;
  std::string text_;
};

}  // namespace hilo

#endif  // HILO_BASE_BYTE_SINK_H_
