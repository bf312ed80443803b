// The parts of the extension module, each in a file of its own.
#ifndef HILO_PYTHON_BINDINGS_BINDINGS_H_
#define HILO_PYTHON_BINDINGS_BINDINGS_H_

#include <nanobind/nanobind.h>

namespace hilo::python {

void bind_summaries(nanobind::module_& module);
void bind_moments(nanobind::module_& module);
void bind_transforms(nanobind::module_& module);
void bind_rows(nanobind::module_& module);
void bind_profiles(nanobind::module_& module);
void bind_runs(nanobind::module_& module);
void bind_batches(nanobind::module_& module);
void bind_program(nanobind::module_& module);

}  // namespace hilo::python

#endif  // HILO_PYTHON_BINDINGS_BINDINGS_H_
