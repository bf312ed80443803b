#include "html/label_layout.h"

#include <algorithm>
#include <optional>

namespace hilo::html {
namespace {

constexpr double kLineHeight = 14;
constexpr double kMarkRadius = 6;
constexpr double kGap = 9;  // between the middle of a mark and its name
constexpr std::size_t kMaxNarrow = 3;
constexpr std::size_t kMaxWide = 12;
constexpr std::size_t kMaxTried = 100;

struct Box {
  double left;
  double right;
  double top;
  double bottom;
};

bool overlap(const Box& a, const Box& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

class Layout {
 public:
  Layout(const std::vector<LabelledMark>& marks, double top, double bottom)
      : marks_(marks), top_(top), bottom_(bottom) {}

  void place(double width, std::size_t at_most, bool narrow) {
    const std::size_t tried = std::min(marks_.size(), kMaxTried);
    for (std::size_t mark = 0; mark < tried && placed_.size() < at_most; ++mark) {
      if (is_placed(mark)) continue;
      if (auto label = find_room(mark, width)) {
        label->narrow = narrow;
        placed_.push_back(*label);
      }
    }
  }

  const std::vector<PlacedLabel>& placed() const { return placed_; }

 private:
  bool is_placed(std::size_t mark) const {
    return std::any_of(placed_.begin(), placed_.end(),
                       [mark](const PlacedLabel& label) { return label.mark == mark; });
  }

  Box box_of(const PlacedLabel& label, double width) const {
    const LabelledMark& mark = marks_[label.mark];
    const double x = mark.x * width;
    const double left = label.at_left ? x - kGap - mark.width : x + kGap;
    return {left, left + mark.width, label.y - kLineHeight / 2, label.y + kLineHeight / 2};
  }

  bool has_room(const PlacedLabel& label, double width) const {
    const Box box = box_of(label, width);
    if (box.left < 0 || box.right > width || box.top < top_ || box.bottom > bottom_) return false;
    const bool over_name =
        std::any_of(placed_.begin(), placed_.end(),
                    [&](const PlacedLabel& other) { return overlap(box, box_of(other, width)); });
    return !over_name && std::none_of(marks_.begin(), marks_.end(), [&](const LabelledMark& mark) {
      const double x = mark.x * width;
      return overlap(
          box, {x - kMarkRadius, x + kMarkRadius, mark.y - kMarkRadius, mark.y + kMarkRadius});
    });
  }

  std::optional<PlacedLabel> find_room(std::size_t mark, double width) const {
    for (const double dy : {0.0, -11.0, 11.0}) {
      for (const bool at_left : {false, true}) {
        const PlacedLabel label = {mark, at_left, marks_[mark].y + dy, false};
        if (has_room(label, width)) return label;
      }
    }
    return std::nullopt;
  }

  const std::vector<LabelledMark>& marks_;
  double top_;
  double bottom_;
  std::vector<PlacedLabel> placed_;
};

}  // namespace

std::vector<PlacedLabel> place_labels(const std::vector<LabelledMark>& marks, double top,
                                      double bottom) {
  Layout layout(marks, top, bottom);
  layout.place(kNarrowWidth, kMaxNarrow, true);
  layout.place(kWideWidth, kMaxWide, false);
  return layout.placed();
}

}  // namespace hilo::html
