#include "html/data_table.h"

#include <utility>

#include "base/quantity_text.h"
#include "html/append.h"
#include "html/markup.h"

namespace hilo::html {
namespace {

std::string_view class_of(DataTable::Kind kind) {
  switch (kind) {
    case DataTable::Kind::text:
      return "text";
    case DataTable::Kind::name:
      return "name";
    case DataTable::Kind::number:
      return "number";
  }
  return "";
}

}  // namespace

DataTable::DataTable(std::string& out, std::string_view caption, std::vector<Column> columns,
                     Sortable sortable)
    : out_(out), columns_(std::move(columns)) {
  // What is wider than the page is scrolled, which takes a place in the order of the keyboard.
  append(out_,
         "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n"
         "<table{1}><caption>{0}</caption>\n<thead><tr>",
         escaped(caption), sortable == Sortable::yes ? " class=\"sortable\"" : "");
  for (const Column& column : columns_) {
    append(out_, "<th scope=\"col\" class=\"{}\">{}</th>", class_of(column.kind),
           escaped(column.heading));
  }
  out_ += "</tr></thead>\n<tbody>\n";
}

void DataTable::cell(std::size_t column, std::string_view text) {
  const std::string_view name = class_of(columns_[column].kind);
  if (column == 0) {
    append(out_, "<th scope=\"row\" class=\"{}\">{}</th>", name, escaped(text));
  } else {
    append(out_, "<td class=\"{}\">{}</td>", name, escaped(text));
  }
}

void DataTable::row(std::initializer_list<std::string_view> cells) {
  out_ += "<tr>";
  std::size_t column = 0;
  for (const std::string_view text : cells) cell(column++, text);
  out_ += "</tr>\n";
}

void DataTable::row(const std::vector<std::string>& cells) {
  out_ += "<tr>";
  for (std::size_t column = 0; column < cells.size(); ++column) cell(column, cells[column]);
  out_ += "</tr>\n";
}

void DataTable::end(std::size_t more, std::string_view what) {
  out_ += "</tbody></table></div>\n";
  if (more == 0) return;
  append(out_, "<p class=\"more\">and {} more{}{}</p>\n", count_text(more), what.empty() ? "" : " ",
         escaped(what));
}

}  // namespace hilo::html
