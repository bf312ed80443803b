// hilo::Transform, and what is asked of expressions alone.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "bindings.h"
#include "errors.h"
#include "hilo/transform.h"

namespace hilo::python {
namespace {

using Numbers = nb::ndarray<nb::numpy, const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Output = nb::ndarray<nb::numpy, double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

// `function` is the address of a BlockFunction::Function, or 0.
Transform transform_from(std::string expr, std::string where, Jit jit, std::uintptr_t function,
                         std::string identity) {
  return {.expr = std::move(expr),
          .where = std::move(where),
          .function = {.function = reinterpret_cast<BlockFunction::Function*>(function),
                       .identity = std::move(identity)},
          .jit = jit};
}

// What is wrong with it, in a line and with a caret in two more; None for an expression.
std::optional<std::string> fault_of(const std::string& text, bool is_condition) {
  const auto checked = is_condition ? canonical_where(text) : canonical_expr(text);
  if (checked) return std::nullopt;
  const Error& error = checked.error();
  if (error.offset < 0) return error.message;
  return error.message + "\n" + with_caret(text, static_cast<std::size_t>(error.offset));
}

std::size_t evaluate_into(const Transform& transform, const Numbers& x, const Output& out) {
  if (out.size() < x.size()) throw nb::value_error("expected room for all values");
  Result<std::size_t> kept;
  {
    const nb::gil_scoped_release release;
    kept = evaluate(transform, x.data(), x.size(), out.data());
  }
  return value_or_raise(std::move(kept));
}

}  // namespace

void bind_transforms(nb::module_& module) {
  nb::enum_<Jit>(module, "Jit")
      .value("auto", Jit::automatic)
      .value("on", Jit::on)
      .value("off", Jit::off);
  nb::class_<Transform>(module, "Transform", "What is computed of elements, and which count.")
      .def(
          "__init__",
          [](Transform* self, std::string expr, std::string where, Jit jit, std::uintptr_t function,
             std::string identity) {
            new (self) Transform(transform_from(std::move(expr), std::move(where), jit, function,
                                                std::move(identity)));
          },
          nb::arg("expr"), nb::arg("where"), nb::arg("jit"), nb::arg("function"),
          nb::arg("identity"))
      .def_ro("expr", &Transform::expr)
      .def_ro("where", &Transform::where)
      .def_ro("jit", &Transform::jit)
      .def_prop_ro("identity", [](const Transform& self) { return self.function.identity; });
  module.def("fault_of", &fault_of, nb::arg("text"), nb::arg("is_condition"),
             "What is wrong with an expression, with a caret below the place; None for nothing.");
  module.def("evaluate_into", &evaluate_into, nb::arg("transform"), nb::arg("x"), nb::arg("out"),
             nb::sig("def evaluate_into(transform: Transform, x: object, out: object) -> int"),
             "Writes what counts of x to out; gives how many values that is.");
}

}  // namespace hilo::python
