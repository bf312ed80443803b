// hilo._hilo: what hilo's Python package takes from the C++ library. Conversions only; what users
// see is in python/hilo.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>

#include "base/cpus.h"
#include "bindings.h"
#include "errors.h"
#include "hilo/version.h"
#include "interruptible.h"
#include "kernel/target.h"

NB_MODULE(_hilo, module) {
  // Objects may outlive the interpreter: a thread that nobody waits for holds one.
  nanobind::set_leak_warnings(false);
  nanobind::module_::import_("atexit").attr("register")(
      nanobind::cpp_function([] { hilo::python::Runs::all().close(); }));
  module.doc() = "What the package hilo takes from the C++ library.";
  module.def("allowed_cpus", &hilo::allowed_cpus, "How many CPUs the process may use.");
  module.def("version", &hilo::version, "The version of the library.");
  module.def(
      "instruction_set", [] { return hilo::current_target(); },
      "What the kernels run on here, such as \"avx2\". No result depends on it.");
  module.def(
      "force_instruction_set",
      [](std::string_view name) { hilo::python::value_or_raise(hilo::force_target(name)); },
      nanobind::arg("name"),
      "Makes the kernels run on another one, as HILO_SIMD does for the program; \"\" goes back to\n"
      "the best. For tests and comparisons.");
  hilo::python::bind_summaries(module);
  hilo::python::bind_moments(module);
  hilo::python::bind_transforms(module);
  hilo::python::bind_rows(module);
  hilo::python::bind_profiles(module);
  hilo::python::bind_runs(module);
  hilo::python::bind_batches(module);
  hilo::python::bind_program(module);
}
