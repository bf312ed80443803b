#include "html/markup.h"

#include "report/display.h"

namespace hilo::html {

std::string escaped(std::string_view bytes) {
  std::string out;
  for (const char c : report::escape_controls(bytes)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace hilo::html
