#include "batches.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>

#include "bindings.h"
#include "errors.h"
#include "text.h"

namespace hilo::python {
namespace {

nb::bytes scan(const std::vector<nb::bytes>& paths, const BatchParameters& parameters, int jobs) {
  const std::vector<std::string> texts = texts_of(paths);
  Result<std::string> bytes;
  {
    const nb::gil_scoped_release release;
    bytes = scan_batch(texts, parameters, jobs);
  }
  return bytes_of(value_or_raise(std::move(bytes)));
}

// What a call of Python gives, or the error that it threw.
template <typename Call>
auto called(Call call) -> Result<decltype(call())> {
  const nb::gil_scoped_acquire acquire;
  try {
    return call();
  } catch (const nb::python_error& thrown) {
    return Failure(error_of(thrown));
  }
}

}  // namespace

PythonBatches::~PythonBatches() {
  const nb::gil_scoped_acquire acquire;
  object_.reset();
}

int PythonBatches::slots() {
  return called([&] { return nb::cast<int>(object_.attr("slots")()); }).value_or(1);
}

Result<void> PythonBatches::submit(std::int64_t batch, const std::vector<std::string>& paths,
                                   const BatchParameters& parameters) {
  return called([&] {
           nb::list list;
           for (const std::string& path : paths) list.append(bytes_of(path));
           object_.attr("submit")(batch, list, parameters);
           return 0;
         })
      .map([](int) {});
}

Result<std::optional<BatchAnswer>> PythonBatches::next(std::chrono::milliseconds patience) {
  return called([&]() -> std::optional<BatchAnswer> {
    const double seconds = std::chrono::duration<double>(patience).count();
    const nb::object given = object_.attr("next")(seconds);
    if (given.is_none()) return std::nullopt;
    const auto [batch, bytes, error] =
        nb::cast<std::tuple<std::int64_t, nb::bytes, std::optional<std::string>>>(given);
    BatchAnswer answer;
    answer.batch = batch;
    answer.bytes = text_of(bytes);
    if (error) answer.error = Error{ErrorCode::worker, *error, {}, -1};
    return answer;
  });
}

void PythonBatches::cancel() {
  (void)called([&] {
    object_.attr("cancel")();
    return 0;
  });
}

void bind_batches(nb::module_& module) {
  nb::class_<BatchParameters>(module, "BatchParameters",
                              "What the outcome of a batch depends on, beside its files.")
      .def(
          "__init__",
          [](BatchParameters* self, NanPolicy nan_policy, std::size_t chunk_bytes,
             const nb::bytes& directory, const Transform& transform, bool profile, bool trace) {
            new (self) BatchParameters{nan_policy, chunk_bytes, text_of(directory),
                                       transform,  profile,     trace};
          },
          nb::arg("nan_policy"), nb::arg("chunk_bytes"), nb::arg("directory"), nb::arg("transform"),
          nb::arg("profile"), nb::arg("trace"))
      .def_ro("nan_policy", &BatchParameters::nan_policy)
      .def_ro("chunk_bytes", &BatchParameters::chunk_bytes)
      .def_ro("transform", &BatchParameters::transform)
      .def_ro("profile", &BatchParameters::profile)
      .def_ro("trace", &BatchParameters::trace)
      .def_prop_ro("directory",
                   [](const BatchParameters& self) { return bytes_of(self.directory); });
  module.def("scan_batch", &scan, nb::arg("paths"), nb::arg("parameters"), nb::arg("jobs"),
             "Scans files with `jobs` threads. Gives their states and errors as bytes, for the\n"
             "same version of hilo.");
}

}  // namespace hilo::python
