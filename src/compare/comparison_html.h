// A comparison to look at: one page, as it is described in docs/formats/report.md.
#ifndef HILO_COMPARE_COMPARISON_HTML_H_
#define HILO_COMPARE_COMPARISON_HTML_H_

#include "base/byte_sink.h"
#include "compare/comparison.h"
#include "hilo/error.h"
#include "html/options.h"

namespace hilo {

// `by` of the options does not matter.
Result<void> write_comparison_html(const Comparison& comparison, const html::HtmlOptions& options,
                                   ByteSink& sink);

}  // namespace hilo

#endif  // HILO_COMPARE_COMPARISON_HTML_H_
