#include "rows.h"

#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <bit>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "bindings.h"
#include "report/arrow_abi.h"
#include "summaries.h"
#include "text.h"

namespace hilo::python {
namespace {

nb::object shape_of(const Row& row) {
  if (!row.shape) return nb::none();
  nb::list extents;
  for (const std::int64_t extent : *row.shape) extents.append(extent);
  return nb::tuple(extents);
}

nb::object dtype_of(const Row& row) {
  if (!row.dtype) return nb::none();
  return nb::str(to_string(*row.dtype).c_str());
}

nb::tuple parts_of_row(const Row& row) {
  nb::object dtype = nb::none();
  if (row.dtype) {
    const bool is_little = row.dtype->order == std::endian::little;
    dtype = nb::make_tuple(static_cast<int>(row.dtype->kind), is_little);
  }
  return nb::make_tuple(bytes_of(row.key), row.files, dtype, shape_of(row), parts_of(row.summary));
}

Row row_from(const nb::tuple& parts) {
  Row row;
  row.key = text_of(nb::cast<nb::bytes>(parts[0]));
  row.files = nb::cast<std::int64_t>(parts[1]);
  if (!parts[2].is_none()) {
    const auto [kind, is_little] = nb::cast<std::pair<int, bool>>(parts[2]);
    row.dtype = Dtype{static_cast<Kind>(kind), is_little ? std::endian::little : std::endian::big};
  }
  row.shape = nb::cast<std::optional<std::vector<std::int64_t>>>(parts[3]);
  row.summary = summary_from(nb::cast<nb::tuple>(parts[4]));
  return row;
}

void bind_summaries_of_files(nb::module_& module) {
  nb::class_<Row> row(module, "Row", "The statistics of one file, directory, or of all files.");
  row.def_prop_ro(
      "key", [](const Row& self) { return decoded(self.key); },
      "The file's path as it was found, the directory, or \"all\".");
  row.def_ro("files", &Row::files, "How many files are included.");
  row.def_prop_ro("dtype", &dtype_of, nb::for_getter(nb::sig("def dtype(self, /) -> str | None")),
                  "NumPy's dtype.str, such as \"<f8\"; None where the row is not of one file.");
  row.def_prop_ro("shape", &shape_of,
                  nb::for_getter(nb::sig("def shape(self, /) -> tuple[int, ...] | None")),
                  "The array's shape; None where the row is not of one file.");
  def_value(row, parts_of_row, row_from);
  def_summary(row, "Row", [](const Row& self) -> const Summary& { return self.summary; });

  nb::class_<Total> total(module, "Total", "The statistics of all values of all files included.");
  total.def_ro("files", &Total::files, "How many files are included.");
  def_value(
      total, [](const Total& self) { return nb::make_tuple(self.files, parts_of(self.summary)); },
      [](const nb::tuple& parts) {
        return Total{.files = nb::cast<std::int64_t>(parts[0]),
                     .summary = summary_from(nb::cast<nb::tuple>(parts[1]))};
      });
  def_summary(total, "Total", [](const Total& self) -> const Summary& { return self.summary; });

  nb::class_<Progress> progress(module, "Progress", "A moment of a running job.");
  progress.def_ro("files_found", &Progress::files_found, "How many files there are.");
  progress.def_ro("files_done", &Progress::files_done, "How many are included or failed.");
  progress.def_ro("bytes_read", &Progress::bytes_read, "Bytes of files that were read.");
  progress.def_ro("total", &Progress::total, "The statistics of the files done so far.");
  progress.def("__repr__", [](const Progress& self) {
    return nb::str("<hilo.Progress: {} of {} files, {} bytes>")
        .format(self.files_done, self.files_found, self.bytes_read);
  });
}

// A column of numbers as a read-only NumPy array over the table's own memory.
template <typename T>
nb::object column_array(nb::handle owner, const std::vector<T>& values) {
  using Array = nb::ndarray<nb::numpy, const T, nb::ndim<1>>;
  return nb::cast(Array(values.data(), {values.size()}, owner));
}

void bind_table(nb::module_& module) {
  nb::class_<RowTable> table(module, "RowTable", "Rows, in columns.");
  table.def("__len__", &RowTable::size);
  table.def(
      "row",
      [](const RowTable& self, std::size_t index) {
        if (index >= self.size()) throw nb::index_error("no such row");
        return self.row(index);
      },
      nb::arg("index"));
  table.def(
      "counts",
      [](nb::handle self, std::size_t column) {
        return column_array(self, nb::cast<const RowTable&>(self).counts(column));
      },
      nb::arg("column"), nb::sig("def counts(self, column: int) -> object"));
  table.def(
      "numbers",
      [](nb::handle self, std::size_t column) {
        return column_array(self, nb::cast<const RowTable&>(self).numbers(column));
      },
      nb::arg("column"), nb::sig("def numbers(self, column: int) -> object"));
}

void release_stream(PyObject* capsule) {
  auto* const stream =
      static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, "arrow_array_stream"));
  if (stream->release != nullptr) stream->release(stream);  // nobody has taken it over
  delete stream;
}

}  // namespace

nb::object arrow_stream_of(const std::shared_ptr<RowTable>& table) {
  auto stream = std::make_unique<ArrowArrayStream>();
  RowTable::export_arrow(table, stream.get());
  PyObject* capsule = PyCapsule_New(stream.get(), "arrow_array_stream", release_stream);
  if (capsule == nullptr) {
    stream->release(stream.get());
    nb::raise_python_error();
  }
  static_cast<void>(stream.release());  // the capsule's now
  return nb::steal(capsule);
}

void bind_rows(nb::module_& module) {
  bind_summaries_of_files(module);
  bind_table(module);
}

}  // namespace hilo::python
