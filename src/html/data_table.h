// A table of a page.
#ifndef HILO_HTML_DATA_TABLE_H_
#define HILO_HTML_DATA_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace hilo::html {

class DataTable {
 public:
  enum class Kind : std::uint8_t { text, name, number };  // names may be broken anywhere

  struct Column {
    std::string_view heading;
    Kind kind = Kind::number;
  };

  enum class Sortable : std::uint8_t { no, yes };  // by a click on a heading, where scripts run

  // Texts are escaped here.
  DataTable(std::string& out, std::string_view caption, std::vector<Column> columns,
            Sortable sortable = Sortable::no);

  // A cell a column. The first one is the heading of its row.
  void row(std::initializer_list<std::string_view> cells);
  void row(const std::vector<std::string>& cells);

  // "and 12,345 more", where `more` > 0.
  void end(std::size_t more = 0, std::string_view what = {});

 private:
  void cell(std::size_t column, std::string_view text);

  std::string& out_;
  std::vector<Column> columns_;
};

}  // namespace hilo::html

#endif  // HILO_HTML_DATA_TABLE_H_
