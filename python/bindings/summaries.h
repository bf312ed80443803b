// The attributes that everything with a Summary has.
#ifndef HILO_PYTHON_BINDINGS_SUMMARIES_H_
#define HILO_PYTHON_BINDINGS_SUMMARIES_H_

#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>

#include <optional>
#include <variant>

#include "hilo/summary.h"
#include "text.h"

namespace hilo::python {

namespace nb = nanobind;

// An int of any size, a float, or None.
nb::object number(const std::optional<Number>& value);

// What a summary is made of, and back: doubles as the bytes that they have, so that tuples are
// equal where all bits are.
nb::tuple parts_of(const Summary& summary);
Summary summary_from(const nb::tuple& parts);

// Makes objects that compare, hash and pickle by what parts_of(self) gives.
template <typename Class, typename PartsOf, typename FromParts>
void def_value(Class& type, PartsOf parts_of_self, FromParts from_parts) {
  using Self = typename Class::Type;
  type.def(
      "__eq__",
      [=](const Self& a, const Self& b) { return parts_of_self(a).equal(parts_of_self(b)); },
      nb::is_operator(), nb::sig("def __eq__(self, other: object) -> bool"));
  type.def("__hash__", [=](const Self& self) { return nb::hash(parts_of_self(self)); });
  type.def(
      "__getstate__", [=](const Self& self) { return parts_of_self(self); },
      nb::sig("def __getstate__(self) -> tuple[object, ...]"));
  type.def(
      "__setstate__",
      [=](Self& self, const nb::tuple& parts) { new (&self) Self(from_parts(parts)); },
      nb::sig("def __setstate__(self, parts: tuple[object, ...]) -> None"));
}

// size, nan_count, posinf_count, neginf_count, min, max, sum, mean, var, std of summary_of(self).
// Shows as "<hilo.NAME: size 3, mean 2.0, std 1.0>", with the key where there is one.
template <typename Class, typename SummaryOf>
void def_summary(Class& type, const char* name, SummaryOf summary_of) {
  using Self = typename Class::Type;
  const auto count = [&](const char* attribute, std::int64_t Summary::*field, const char* doc) {
    type.def_prop_ro(
        attribute, [=](const Self& self) { return summary_of(self).*field; }, doc);
  };
  count("size", &Summary::size, "How many values there are, NaN included.");
  count("nan_count", &Summary::nan_count, "How many of them are NaN.");
  count("posinf_count", &Summary::posinf_count, "How many of them are +inf.");
  count("neginf_count", &Summary::neginf_count, "How many of them are -inf.");
  const auto exact = [&](const char* attribute, const char* signature,
                         std::optional<Number> Summary::*field, const char* doc) {
    type.def_prop_ro(
        attribute, [=](const Self& self) { return number(summary_of(self).*field); },
        nb::for_getter(nb::sig(signature)), doc);
  };
  exact("min", "def min(self, /) -> float | int | None", &Summary::min,
        "The least value that is not NaN; -0.0 is below 0.0. None where there is none.");
  exact("max", "def max(self, /) -> float | int | None", &Summary::max,
        "The greatest value that is not NaN. None where there is none.");
  exact("sum", "def sum(self, /) -> float | int | None", &Summary::sum,
        "The sum: an exact int where all values are bool or integers, else rounded once; inf\n"
        "beyond the range of a double. None where there are no values.");
  const auto rounded = [&](const char* attribute, std::optional<double> Summary::*field,
                           const char* doc) {
    type.def_prop_ro(
        attribute, [=](const Self& self) { return summary_of(self).*field; }, doc);
  };
  rounded("mean", &Summary::mean,
          "sum(x) / N, rounded once; never overflows. None where there are no values.");
  rounded("var", &Summary::var,
          "(N sum(x**2) - sum(x)**2) / (N (N - ddof)), rounded once. None where N - ddof <= 0.");
  rounded("std", &Summary::std,
          "The root of the exact variance, rounded once. None where N - ddof <= 0.");
  type.def("__repr__", [=](const Self& self) {
    const Summary& summary = summary_of(self);
    const nb::str format("<hilo.{}: {}size {}, mean {}, std {}>");
    if constexpr (requires { self.key; }) {
      return format.format(name, nb::str("{!r}, ").format(decoded(self.key)), summary.size,
                           summary.mean, summary.std);
    } else {
      return format.format(name, "", summary.size, summary.mean, summary.std);
    }
  });
}

}  // namespace hilo::python

#endif  // HILO_PYTHON_BINDINGS_SUMMARIES_H_
