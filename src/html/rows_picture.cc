#include "html/rows_picture.h"

#include <cmath>

namespace hilo::html {
namespace {

constexpr double kTickDistance = 25;  // pixels, at least

}  // namespace

Panel::Panel(std::string_view panel_title, double panel_height, const RowColumn& panel_column,
             const Ranges& ranges)
    : title(panel_title),
      height(panel_height),
      column(panel_column),
      range(ranges.shown()),
      ticks(nice_ticks(range, static_cast<int>(panel_height / kTickDistance))) {}

std::optional<double> value_in(const Panel& panel, const RowLog& rows, std::size_t row) {
  const std::optional<double> value = (rows.*panel.column.value)(row);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

}  // namespace hilo::html
