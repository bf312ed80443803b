// Little-endian integers in bytes, for formats that are written to files.
#ifndef HILO_BASE_BYTES_H_
#define HILO_BASE_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace hilo {

class ByteWriter {
 public:
  void put_byte(std::uint8_t value) { bytes_ += static_cast<char>(value); }
  void put_text(std::string_view text) { bytes_ += text; }
  template <typename T>
  void put(T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i) {
      put_byte(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> 8 * i));
    }
  }
  void clear() { bytes_.clear(); }
  std::string take() { return std::move(bytes_); }
  std::string_view view() const { return bytes_; }

 private:
  std::string bytes_;
};

// Beyond the end it reads zeros and empty texts, and says so.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint8_t get_byte() {
    const std::string_view text = get_text(1);
    return text.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(text[0]);
  }
  std::string_view get_text(std::size_t bytes) {
    if (bytes > rest_.size()) {
      is_good_ = false;
      rest_ = {};
      return {};
    }
    const std::string_view text = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return text;
  }
  template <typename T>
  T get() {
    const std::string_view text = get_text(sizeof(T));
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      value |= static_cast<std::uint64_t>(static_cast<unsigned char>(text[i])) << 8 * i;
    }
    return static_cast<T>(value);
  }

  std::size_t left() const { return rest_.size(); }
  bool is_good() const { return is_good_; }  // nothing was missing so far

 private:
  std::string_view rest_;
  bool is_good_ = true;
};

}  // namespace hilo

#endif  // HILO_BASE_BYTES_H_
