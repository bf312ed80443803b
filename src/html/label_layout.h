// Names beside their marks, as many as have room.
//
// A page may be narrow or wide, and nobody computes when it is opened. So names are placed twice
// here: first the few that have room where the picture is kNarrowWidth pixels wide, then, between
// these, more for kWideWidth. At any greater width they keep their distance: marks move apart in
// proportion, names stay as long as they are.
#ifndef HILO_HTML_LABEL_LAYOUT_H_
#define HILO_HTML_LABEL_LAYOUT_H_

#include <cstddef>
#include <vector>

namespace hilo::html {

inline constexpr double kNarrowWidth = 250;
inline constexpr double kWideWidth = 640;

struct LabelledMark {
  double x = 0;      // a share of the width, 0 to 1
  double y = 0;      // pixels
  double width = 0;  // of the name, pixels
};

struct PlacedLabel {
  std::size_t mark = 0;
  bool at_left = false;  // of the mark
  double y = 0;          // of its middle
  bool narrow = false;   // has room in a narrow picture, too
};

// `marks` come in the order of importance. Names lie between `top` and `bottom`, over no mark and
// no other name.
std::vector<PlacedLabel> place_labels(const std::vector<LabelledMark>& marks, double top,
                                      double bottom);

}  // namespace hilo::html

#endif  // HILO_HTML_LABEL_LAYOUT_H_
