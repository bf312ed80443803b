// The frame of a page: one file that asks nothing of anybody, online or off.
#ifndef HILO_HTML_PAGE_H_
#define HILO_HTML_PAGE_H_

#include <string>
#include <string_view>
#include <vector>

namespace hilo::html {

struct PageOptions {
  std::string title;    // what the page is about
  std::string command;  // that it was made by; none if empty
};

struct PageSection {
  std::string_view id;
  std::string_view title;
};

// Everything up to the first section. `state` tells in some words how the run ended; it is marked
// where it is not `good`.
void begin_page(std::string& out, const PageOptions& options, std::string_view state, bool good,
                const std::vector<PageSection>& sections);

void begin_section(std::string& out, const PageSection& section);
void end_section(std::string& out);

void end_page(std::string& out);

// A quantity that catches the eye.
void append_tile(std::string& out, std::string_view label, std::string_view value);

// A picture, with what is to be known of it. Texts are not escaped.
void begin_figure(std::string& out, std::string_view title, std::string_view explanation);
void end_figure(std::string& out);

// What is shown on demand.
void begin_details(std::string& out, std::string_view summary);
void end_details(std::string& out);

}  // namespace hilo::html

#endif  // HILO_HTML_PAGE_H_
