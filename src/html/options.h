// What a page is told beside its numbers.
#ifndef HILO_HTML_OPTIONS_H_
#define HILO_HTML_OPTIONS_H_

#include <string>

#include "hilo/stats.h"

namespace hilo::html {

struct HtmlOptions {
  std::string title;    // what the page is about: "hilo stats: fake_files"
  std::string command;  // the command line that made it; none if empty
  GroupBy by = GroupBy::file;
};

}  // namespace hilo::html

#endif  // HILO_HTML_OPTIONS_H_
