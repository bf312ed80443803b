#include "report/text_columns.h"

#include <algorithm>

#include "report/display.h"

namespace hilo::report {

void TextColumns::measure(const Cells& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    widths_[i] = std::max(widths_[i], display_width(cells[i]));
  }
}

void TextColumns::limit_width(std::size_t column, std::size_t width) {
  widths_[column] = std::min(widths_[column], width);
}

void TextColumns::append_line(std::string& out, const Cells& cells,
                              const std::vector<std::size_t>& shown) const {
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const std::size_t column = shown[i];
    const std::string& cell = cells[column];
    const std::size_t used = display_width(cell);
    const std::size_t padding = widths_[column] > used ? widths_[column] - used : 0;
    if (i > 0) out.append(kColumnGap, ' ');
    if (alignment_[column] == Align::right) out.append(padding, ' ');
    out += cell;
    if (alignment_[column] == Align::left && i + 1 < shown.size()) out.append(padding, ' ');
  }
}

}  // namespace hilo::report
