// The program inside Python, where it can reach Dask clusters.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <memory>
#include <string>

#include "batches.h"
#include "bindings.h"
#include "cli/cluster.h"
#include "cli/program.h"
#include "text.h"

namespace hilo::python {
namespace {

int run_program(const std::vector<nb::bytes>& words, const nb::object& make_batches) {
  cli::set_reach_cluster([&](const std::string& scheduler, int jobs) {
    const nb::gil_scoped_acquire acquire;
    return std::make_unique<PythonBatches>(make_batches(decoded(scheduler), jobs));
  });
  const std::vector<std::string> texts = texts_of(words);
  const nb::gil_scoped_release release;
  const int code = cli::run_program(texts);
  cli::set_reach_cluster(nullptr);
  return code;
}

}  // namespace

void bind_program(nb::module_& module) {
  module.def("run_program", &run_program, nb::arg("words"), nb::arg("make_batches"),
             nb::sig("def run_program(words: list[bytes], make_batches: object) -> int"),
             "Runs the program with what follows its name on the command line; gives the exit "
             "code.\n\nHandles signals itself. For a process of its own, once. `make_batches` "
             "gives who reaches a cluster,\nfor the address of its scheduler and the jobs.");
}

}  // namespace hilo::python
