// A result to look at: one page, as it is described in docs/formats/report.md.
#ifndef HILO_HTML_REPORT_H_
#define HILO_HTML_REPORT_H_

#include "base/byte_sink.h"
#include "hilo/error.h"
#include "hilo/stats.h"
#include "html/options.h"
#include "html/row_log.h"

namespace hilo::html {

// Is shown each row as it comes, and keeps some 25 bytes of it: outliers are known only when all
// rows are. The page does not grow with the rows beyond some thousands of them.
class HtmlReport {
 public:
  void row(const Row& row) { rows_.add(row); }

  // The result's groups are not looked at.
  Result<void> write(const StatsResult& result, const HtmlOptions& options, ByteSink& sink) const;

 private:
  RowLog rows_;
};

}  // namespace hilo::html

#endif  // HILO_HTML_REPORT_H_
