// Lines of cells, aligned.
#ifndef HILO_REPORT_TEXT_COLUMNS_H_
#define HILO_REPORT_TEXT_COLUMNS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hilo::report {

enum class Align : std::uint8_t { left, right };

using Cells = std::vector<std::string>;

inline constexpr std::size_t kColumnGap = 2;  // spaces between two columns

// Widths that grow with the cells they are shown, and lines laid out by them. A cell that is wider
// than its column pushes the rest of its line to the right.
class TextColumns {
 public:
  explicit TextColumns(std::vector<Align> alignment)
      : alignment_(std::move(alignment)), widths_(alignment_.size(), 0) {}

  void measure(const Cells& cells);
  std::size_t width(std::size_t column) const { return widths_[column]; }
  void limit_width(std::size_t column, std::size_t width);

  // Appends the cells of the columns in `shown`, in that order, without spaces at the end.
  void append_line(std::string& out, const Cells& cells,
                   const std::vector<std::size_t>& shown) const;

 private:
  std::vector<Align> alignment_;
  std::vector<std::size_t> widths_;
};

}  // namespace hilo::report

#endif  // HILO_REPORT_TEXT_COLUMNS_H_
