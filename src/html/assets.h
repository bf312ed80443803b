// What a page looks like, and what it can do where scripts run.
#ifndef HILO_HTML_ASSETS_H_
#define HILO_HTML_ASSETS_H_

#include <string_view>

namespace hilo::html {

extern const std::string_view kStyle;

// Reads values out to a pointer and to arrow keys, and sorts tables. Nothing is seen only with it.
extern const std::string_view kScript;

// The one script that the page's security policy lets run. tests/pages/test_content.py says what it
// has to be when the script has changed.
extern const std::string_view kScriptHash;

}  // namespace hilo::html

#endif  // HILO_HTML_ASSETS_H_
