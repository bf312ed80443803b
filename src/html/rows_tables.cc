#include "html/rows_tables.h"

#include "base/quantity_text.h"
#include "html/data_table.h"
#include "html/markup.h"
#include "html/page.h"

namespace hilo::html {
namespace {

void append_rows_table(std::string& out, const RowsPicture& picture) {
  const RowLog& rows = picture.rows;
  begin_details(out, "All " + picture.noun.count(rows.size()) + " as a table");
  DataTable table(out, "All " + std::string(picture.noun.many),
                  {{"key", DataTable::Kind::name}, {"mean"}, {"std"}}, DataTable::Sortable::yes);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    table.row({rows.keys()[row], exact_text(rows.mean(row)), exact_text(rows.std(row))});
  }
  table.end();
  end_details(out);
}

void append_bins_table(std::string& out, const RowsPicture& picture) {
  begin_details(out, "The bins as a table");
  DataTable table(out, "Bins of consecutive " + std::string(picture.noun.many),
                  {{"from"},
                   {"first key", DataTable::Kind::name},
                   {"rows"},
                   {"outliers"},
                   {"no finite mean"},
                   {"mean of means"},
                   {"lowest mean"},
                   {"highest mean"},
                   {"mean of stds"}});
  for (const RowBin& bin : picture.bins) {
    const auto number = [](const BinValues& values, double value, bool exact) {
      if (values.count == 0) return std::string();
      return exact ? exact_text(value) : rounded_text(value);
    };
    table.row({count_text(bin.first + 1), picture.rows.keys()[bin.first], count_text(bin.rows),
               count_text(bin.outliers), count_text(bin.placeless),
               number(bin.means, bin.means.mean, false), number(bin.means, bin.means.low, true),
               number(bin.means, bin.means.high, true), number(bin.stds, bin.stds.mean, false)});
  }
  table.end();
  end_details(out);
}

}  // namespace

void append_rows_tables(std::string& out, const RowsPicture& picture) {
  picture.binned() ? append_bins_table(out, picture) : append_rows_table(out, picture);
}

}  // namespace hilo::html
