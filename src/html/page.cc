#include "html/page.h"

#include "hilo/version.h"
#include "html/append.h"
#include "html/assets.h"
#include "html/markup.h"

namespace hilo::html {
namespace {

// Symbols of pictures, around their own middle, and textures that do not depend on a width.
constexpr std::string_view kDefinitions =
    R"(<svg width="0" height="0" class="defs" aria-hidden="true"><defs>
<path id="circle" d="M-4 0a4 4 0 1 1 8 0a4 4 0 1 1-8 0z"/>
<path id="square" d="M-3.5-3.5h7v7h-7z"/>
<path id="diamond" d="M0-5.5 5.5 0 0 5.5-5.5 0z"/>
<path id="triangle" d="M0-5 4.8 3.6H-4.8z"/>
<path id="cross" d="M-4-4 4 4M4-4-4 4"/>
<path id="star" d="M0-6 1.7-1.9 6-1.9 2.6.9 3.8 5.2 0 2.7-3.8 5.2-2.6.9-6-1.9-1.7-1.9z"/>
<path id="up" d="M0 1 5 9H-5z"/>
<path id="down" d="M0-1 5-9H-5z"/>
<pattern id="stripes" width="8" height="4" patternUnits="userSpaceOnUse"><rect width="8" height="1.3" class="stripe"/></pattern>
</defs></svg>
)";

}  // namespace

void begin_page(std::string& out, const PageOptions& options, std::string_view state, bool good,
                const std::vector<PageSection>& sections) {
  const std::string title = escaped(options.title);
  append(out, R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '{}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="hilo {}">
<title>{}</title>
<style>)",
         kScriptHash, version(), title);
  out += kStyle;
  out += "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the numbers</a>\n";
  out += kDefinitions;
  append(out, "<header>\n<h1>{}</h1>\n<p class=\"state {}\">{}</p>\n", title, good ? "good" : "bad",
         escaped(state));
  if (!options.command.empty()) {
    append(out, "<p class=\"command\"><code>{}</code></p>\n", escaped(options.command));
  }
  out += "<nav aria-label=\"Sections\"><ul>\n";
  for (const PageSection& section : sections) {
    append(out, "<li><a href=\"#{}\">{}</a></li>\n", section.id, section.title);
  }
  out += "</ul></nav>\n</header>\n<main id=\"main\">\n";
}

void begin_section(std::string& out, const PageSection& section) {
  append(out, "<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n<h2 id=\"{0}-title\">{1}</h2>\n",
         section.id, section.title);
}

void end_section(std::string& out) { out += "</section>\n"; }

void end_page(std::string& out) {
  append(out,
         "</main>\n<footer><p>Made by hilo {}. Numbers are exact results, rounded once, with the "
         "shortest digits that read back to the same bits.</p></footer>\n<script>",
         version());
  out += kScript;
  out += "</script>\n</body>\n</html>\n";
}

void append_tile(std::string& out, std::string_view label, std::string_view value) {
  append(out, "<div class=\"tile\"><dt>{}</dt><dd>{}</dd></div>\n", escaped(label), escaped(value));
}

void begin_figure(std::string& out, std::string_view title, std::string_view explanation) {
  append(out, "<figure>\n<figcaption><h3>{}</h3><p>{}</p></figcaption>\n", escaped(title),
         escaped(explanation));
}

void end_figure(std::string& out) { out += "</figure>\n"; }

void begin_details(std::string& out, std::string_view summary) {
  append(out, "<details><summary>{}</summary>\n", escaped(summary));
}

void end_details(std::string& out) { out += "</details>\n"; }

}  // namespace hilo::html
