// Moments over anything that has the buffer protocol.
#include "hilo/moments.h"

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include "bindings.h"
#include "errors.h"
#include "execute/scan.h"
#include "interruptible.h"
#include "summaries.h"
#include "text.h"

namespace hilo::python {
namespace {

// The memory of an object, for as long as this lives.
class Buffer {
 public:
  // Without one, an exception is set.
  explicit Buffer(nb::handle object)
      : is_held_(PyObject_GetBuffer(object.ptr(), &view_, PyBUF_STRIDES | PyBUF_FORMAT) == 0) {}
  ~Buffer() {
    if (is_held_) PyBuffer_Release(&view_);
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  bool is_held() const { return is_held_; }
  const Py_buffer& view() const { return view_; }

 private:
  Py_buffer view_ = {};
  bool is_held_;
};

std::optional<Kind> kind_of_format(char letter, Py_ssize_t bytes) {
  constexpr std::string_view kSigned = "bhilqn";
  constexpr std::string_view kUnsigned = "BHILQN";
  constexpr std::string_view kFloating = "efd";
  if (letter == '?') return bytes == 1 ? std::optional(Kind::boolean) : std::nullopt;
  const auto sized = [&](Kind one, Kind two, Kind four, Kind eight) -> std::optional<Kind> {
    switch (bytes) {
      case 1:
        return one;
      case 2:
        return two;
      case 4:
        return four;
      case 8:
        return eight;
      default:
        return std::nullopt;
    }
  };
  if (kSigned.find(letter) != std::string_view::npos) {
    return sized(Kind::int8, Kind::int16, Kind::int32, Kind::int64);
  }
  if (kUnsigned.find(letter) != std::string_view::npos) {
    return sized(Kind::uint8, Kind::uint16, Kind::uint32, Kind::uint64);
  }
  if (kFloating.find(letter) == std::string_view::npos || bytes == 1) return std::nullopt;
  return sized(Kind::float16, Kind::float16, Kind::float32, Kind::float64);
}

// A format of Python's struct module, of one item: "d", ">f", "=i".
std::optional<Dtype> dtype_of(const Py_buffer& view) {
  std::string_view format = view.format == nullptr ? "B" : view.format;
  std::endian order = std::endian::native;
  constexpr std::string_view kOrders = "@=<>!^";
  if (!format.empty() && kOrders.find(format[0]) != std::string_view::npos) {
    if (format[0] == '>' || format[0] == '!') order = std::endian::big;
    if (format[0] == '<') order = std::endian::little;
    format.remove_prefix(1);
  }
  if (format.size() != 1) return std::nullopt;
  const auto kind = kind_of_format(format[0], view.itemsize);
  if (!kind) return std::nullopt;
  return Dtype{*kind, view.itemsize == 1 ? std::endian::native : order};
}

[[noreturn]] void raise_wrong_dtype(nb::handle object) {
  PyErr_Clear();
  const nb::object described =
      nb::getattr(object, "dtype", nb::getattr(object, "format", object.type()));
  const nb::str text = nb::str(described);
  raise({ErrorCode::dtype,
         std::string("expected bool, integers or floats of at most 8 bytes, found ") + text.c_str(),
         {},
         -1});
}

// Python looks at signals after so many bytes, some milliseconds.
constexpr std::int64_t kSlabBytes = std::int64_t{1} << 26;

// Adds the array in slabs along its first axis, or the last where that lies further apart in
// memory.
void update_in_slabs(Moments& moments, Dtype dtype, const std::byte* data,
                     std::vector<std::int64_t> shape, const std::vector<std::int64_t>& strides) {
  const auto is_last = shape.size() > 1 && strides.front() != 0 &&
                       std::abs(strides.front()) < std::abs(strides.back());
  const std::size_t axis = is_last ? shape.size() - 1 : 0;
  const std::int64_t extent = shape.empty() ? 1 : shape[axis];
  auto bytes = static_cast<std::int64_t>(item_bytes(dtype.kind));  // of one element along the axis
  for (std::size_t other = 0; other < shape.size(); ++other) {
    if (other != axis) bytes *= std::max<std::int64_t>(1, shape[other]);
  }
  const std::int64_t step = std::max<std::int64_t>(1, kSlabBytes / bytes);
  for (std::int64_t first = 0; first < extent; first += step) {
    std::int64_t offset = 0;
    if (!shape.empty()) {
      shape[axis] = std::min(step, extent - first);
      offset = first * strides[axis];
    }
    Result<void> updated;
    {
      const nb::gil_scoped_release release;
      updated = moments.update(dtype, data + offset, shape, strides);
    }
    value_or_raise(std::move(updated));
    check_signals();
  }
}

Moments moments_of_buffer(nb::handle object) {
  const Buffer buffer(object);
  const auto dtype = buffer.is_held() ? dtype_of(buffer.view()) : std::nullopt;
  if (!dtype) raise_wrong_dtype(object);
  const Py_buffer& view = buffer.view();
  const auto axes = static_cast<std::size_t>(view.ndim);
  const std::vector<std::int64_t> shape(view.shape, view.shape + axes);
  const std::vector<std::int64_t> strides(view.strides, view.strides + axes);
  Moments moments;
  update_in_slabs(moments, *dtype, static_cast<const std::byte*>(view.buf), shape, strides);
  return moments;
}

Moments sum_of(const Moments& a, const Moments& b) {
  Moments both = a;
  value_or_raise(both.merge(b));
  return both;
}

Moments difference_of(const Moments& a, const Moments& b) {
  Moments rest = a;
  value_or_raise(rest.subtract(b));
  return rest;
}

nb::bytes state_of(const Moments& self) { return bytes_of(self.to_bytes()); }

Moments moments_from(const nb::bytes& bytes) {
  return value_or_raise(Moments::from_bytes({bytes.c_str(), bytes.size()}));
}

}  // namespace

void bind_moments(nb::module_& module) {
  nb::class_<Moments> type(module, "Moments", "See hilo.Moments, which is made of it.");
  type.def(nb::init<>());
  def_summary(type, "Moments", [](const Moments& self) { return self.finalize(); });
  type.def_static(
      "of_buffer", [](nb::handle object) { return moments_of_buffer(object); }, nb::arg("buffer"),
      "Of all elements of an object with the buffer protocol.");
  type.def(
      "summary",
      [](const Moments& self, std::int64_t ddof, NanPolicy nan_policy) {
        if (const auto error = nan_error(self, nan_policy)) raise(*error);
        return self.finalize({.ddof = ddof, .nan_policy = nan_policy});
      },
      nb::arg("ddof"), nb::arg("nan_policy"));
  type.def("__add__", &sum_of, nb::is_operator());
  type.def("__sub__", &difference_of, nb::is_operator());
  type.def(
      "__eq__", [](const Moments& a, const Moments& b) { return a == b; }, nb::is_operator(),
      nb::sig("def __eq__(self, other: object) -> bool"));
  type.def("to_bytes", &state_of);
  type.def_static("from_bytes", &moments_from, nb::arg("bytes"));
}

}  // namespace hilo::python
