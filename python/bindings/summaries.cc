#include "summaries.h"

#include <nanobind/stl/string.h>

#include <cstdint>
#include <cstring>
#include <string>

#include "bindings.h"
#include "text.h"

namespace hilo::python {
namespace {

// 2^64 * high + low
nb::object integer(const Integer& value) {
  const nb::object high = nb::steal(PyLong_FromLongLong(value.high));
  const nb::object low = nb::steal(PyLong_FromUnsignedLongLong(value.low));
  return (high << nb::int_(64)) + low;
}

}  // namespace

nb::object number(const std::optional<Number>& value) {
  if (!value) return nb::none();
  if (const auto* whole = std::get_if<Integer>(&*value)) return integer(*whole);
  return nb::float_(std::get<double>(*value));
}

namespace {

nb::object part(const std::optional<Number>& value) {
  if (const auto* rounded = value ? std::get_if<double>(&*value) : nullptr) {
    return nb::bytes(rounded, sizeof *rounded);
  }
  return number(value);
}

nb::object part(const std::optional<double>& value) {
  return part(value ? std::optional<Number>(*value) : std::nullopt);
}

std::optional<Number> number_from(nb::handle part) {
  if (part.is_none()) return std::nullopt;
  if (!nb::isinstance<nb::bytes>(part)) {
    const nb::object whole = nb::borrow(part);
    const nb::object low = whole & nb::int_(~std::uint64_t{0});
    return Integer{nb::cast<std::int64_t>(whole >> nb::int_(64)), nb::cast<std::uint64_t>(low)};
  }
  const std::string bytes = text_of(nb::cast<nb::bytes>(part));
  double rounded = 0;
  if (bytes.size() != sizeof rounded) throw nb::value_error("not the state of a summary");
  std::memcpy(&rounded, bytes.data(), sizeof rounded);
  return rounded;
}

std::optional<double> double_from(nb::handle part) {
  const auto number = number_from(part);
  return number ? std::optional(to_double(*number)) : std::nullopt;
}

}  // namespace

nb::tuple parts_of(const Summary& summary) {
  return nb::make_tuple(summary.size, summary.nan_count, summary.posinf_count, summary.neginf_count,
                        part(summary.min), part(summary.max), part(summary.sum), part(summary.mean),
                        part(summary.var), part(summary.std));
}

Summary summary_from(const nb::tuple& parts) {
  if (parts.size() != 10) throw nb::value_error("not the state of a summary");
  Summary summary;
  summary.size = nb::cast<std::int64_t>(parts[0]);
  summary.nan_count = nb::cast<std::int64_t>(parts[1]);
  summary.posinf_count = nb::cast<std::int64_t>(parts[2]);
  summary.neginf_count = nb::cast<std::int64_t>(parts[3]);
  summary.min = number_from(parts[4]);
  summary.max = number_from(parts[5]);
  summary.sum = number_from(parts[6]);
  summary.mean = double_from(parts[7]);
  summary.var = double_from(parts[8]);
  summary.std = double_from(parts[9]);
  return summary;
}

void bind_summaries(nb::module_& module) {
  nb::enum_<NanPolicy>(module, "NanPolicy")
      .value("propagate", NanPolicy::propagate)
      .value("omit", NanPolicy::omit)
      .value("raising", NanPolicy::raise);

  nb::class_<Summary> summary(module, "Summary",
                              "The statistics of a stream of values, exact and rounded once.");
  def_value(
      summary, [](const Summary& self) { return parts_of(self); }, summary_from);
  def_summary(summary, "Summary", [](const Summary& self) -> const Summary& { return self; });
}

}  // namespace hilo::python
