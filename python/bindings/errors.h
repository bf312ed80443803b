// hilo::Error and the exception hilo.HiloError, one into the other.
#ifndef HILO_PYTHON_BINDINGS_ERRORS_H_
#define HILO_PYTHON_BINDINGS_ERRORS_H_

#include <nanobind/nanobind.h>

#include <utility>

#include "hilo/error.h"

namespace hilo::python {

namespace nb = nanobind;

// The exception object: a hilo.UsageError for USAGE, a hilo.HiloError otherwise.
nb::object exception_of(const Error& error);

[[noreturn]] void raise(const Error& error);

template <typename T>
T value_or_raise(Result<T> result) {
  if (!result) raise(result.error());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// What a Python function threw, as an error: a HiloError as it is, WORKER with its text otherwise.
Error error_of(const nb::python_error& thrown);

}  // namespace hilo::python

#endif  // HILO_PYTHON_BINDINGS_ERRORS_H_
