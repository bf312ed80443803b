// What a run gives, in Python: rows, their table, the total.
#ifndef HILO_PYTHON_BINDINGS_ROWS_H_
#define HILO_PYTHON_BINDINGS_ROWS_H_

#include <nanobind/nanobind.h>

#include <cstdint>
#include <memory>

#include "hilo/row_table.h"
#include "hilo/summary.h"

namespace hilo::python {

// Of all files.
struct Total {
  std::int64_t files;
  Summary summary;
};

// A capsule as __arrow_c_stream__ gives it.
nanobind::object arrow_stream_of(const std::shared_ptr<RowTable>& table);

}  // namespace hilo::python

#endif  // HILO_PYTHON_BINDINGS_ROWS_H_
