#include "errors.h"

#include <nanobind/stl/string.h>

#include <string>

#include "text.h"

namespace hilo::python {
namespace {

nb::module_ exceptions() { return nb::module_::import_("hilo._errors"); }

std::string encoded(nb::handle text) {
  return text_of(nb::cast<nb::bytes>(nb::module_::import_("os").attr("fsencode")(text)));
}

ErrorCode code_named(const std::string& name) {
  for (int number = 0; number < 256; ++number) {
    const auto code = static_cast<ErrorCode>(number);
    if (error_code_name(code) == name) return code;
  }
  return ErrorCode::worker;
}

}  // namespace

nb::object exception_of(const Error& error) {
  const nb::module_ module = exceptions();
  const nb::object type = module.attr(error.code == ErrorCode::usage ? "UsageError" : "HiloError");
  const std::string_view code = error_code_name(error.code);
  const nb::object offset = error.offset < 0 ? nb::none() : nb::object(nb::int_(error.offset));
  const nb::object path = error.path.empty() ? nb::none() : nb::object(decoded(error.path));
  return type(nb::str(code.data(), code.size()), decoded(error.message), path, offset);
}

void raise(const Error& error) {
  const nb::object exception = exception_of(error);
  PyErr_SetObject(exception.type().ptr(), exception.ptr());
  nb::raise_python_error();
}

Error error_of(const nb::python_error& thrown) {
  const nb::handle value = thrown.value();
  if (nb::isinstance(value, exceptions().attr("HiloError"))) {
    Error error;
    error.code = code_named(nb::cast<std::string>(value.attr("code")));
    error.message = encoded(value.attr("message"));
    if (!value.attr("path").is_none()) error.path = encoded(value.attr("path"));
    if (!value.attr("offset").is_none())
      error.offset = nb::cast<std::int64_t>(value.attr("offset"));
    return error;
  }
  const auto type = nb::cast<std::string>(value.type().attr("__name__"));
  return {ErrorCode::worker, type + ": " + encoded(nb::str(value)), {}, -1};
}

}  // namespace hilo::python
