#include "report/info.h"

#include "base/number_text.h"
#include "report/display.h"
#include "report/json_text.h"
#include "report/text_columns.h"
#include "report/writer.h"

namespace hilo::report {
namespace {

std::string header_version(const ArrayInfo& info) {
  return std::to_string(info.version_major) + "." + std::to_string(info.version_minor);
}

const char* order(const ArrayInfo& info) { return info.fortran_order ? "F" : "C"; }

void append_file(std::string& out, const std::string& path, const ArrayInfo& info) {
  out += "{\"path\": ";
  append_json_string(out, path);
  out += ", \"dtype\": ";
  append_json_string(out, to_string(info.dtype));
  out += ", \"shape\": ";
  append_json_shape(out, info.shape);
  out += ", \"order\": ";
  append_json_string(out, order(info));
  out += ", \"header_version\": ";
  append_json_string(out, header_version(info));
  out += ", \"data_offset\": ";
  append_integer(out, info.data_offset);
  out += ", \"data_bytes\": ";
  append_integer(out, info.data_bytes);
  out += ", \"size\": ";
  append_integer(out, info.size);
  out += '}';
}

}  // namespace

std::string info_table(const std::vector<NamedInfo>& files, bool color) {
  std::vector<Cells> lines = {
      {"path", "dtype", "shape", "order", "header_version", "data_offset", "data_bytes", "size"}};
  for (const auto& [path, info] : files) {
    lines.push_back({escape_controls(path), to_string(info.dtype), shape_text(info.shape),
                     order(info), header_version(info), std::to_string(info.data_offset),
                     std::to_string(info.data_bytes), std::to_string(info.size)});
  }
  TextColumns columns({Align::left, Align::left, Align::left, Align::left, Align::left,
                       Align::right, Align::right, Align::right});
  for (const Cells& cells : lines) columns.measure(cells);
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool bold = color && i == 0;
    if (bold) out += "\x1b[1m";
    columns.append_line(out, lines[i], {0, 1, 2, 3, 4, 5, 6, 7});
    if (bold) out += "\x1b[0m";
    out += '\n';
  }
  return out;
}

std::string info_json(const std::vector<NamedInfo>& files, const std::vector<Error>& errors) {
  std::string out = "{";
  append_json_schema(out, "hilo.info/1");
  out += ",\n \"files\": [";
  for (std::size_t i = 0; i < files.size(); ++i) {
    out += i > 0 ? ",\n  " : "\n  ";
    append_file(out, files[i].first, files[i].second);
  }
  out += files.empty() ? "],\n \"errors\": " : "\n ],\n \"errors\": ";
  append_json_errors(out, errors, ",\n  ");
  return out + "}\n";
}

}  // namespace hilo::report
